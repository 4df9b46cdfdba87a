import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table candidates (
      id bigint generated always as identity primary key,
      candidate_number text not null unique,
      name text not null,
      identity_number_cipher bytea not null,
      identity_number_index bytea not null unique,
      phone_cipher bytea,
      phone_index bytea unique,
      sex text not null check (sex in ('male', 'female')),
      born_on date not null,
      ethnicity text not null,
      kind text not null,
      track text not null,
      county_code text not null,
      county_name text not null,
      school_code text not null,
      school_name text not null,
      class_name text not null,
      registration_number text not null,
      facts json not null default '{}',
      check ((phone_cipher is null) = (phone_index is null))
    );
    create index candidates_school on candidates (county_code, school_code);

    create table credentials (
      candidate_id bigint primary key references candidates (id),
      password_hash text,
      password_changed_at timestamptz,
      -- The one session that is signed in; a newer sign-in replaces it and ends the older.
      session_id text,
      totp_secret_cipher bytea,
      security_phrase_hash text,
      wechat_open_id_cipher bytea,
      wechat_open_id_index bytea unique
    );

    create table sign_ins (
      id bigint generated always as identity primary key,
      candidate_id bigint references candidates (id),
      at timestamptz not null default clock_timestamp(),
      outcome text not null,
      address text not null,
      device text not null,
      user_agent text not null
    );
    create index sign_ins_candidate on sign_ins (candidate_id, id desc);

    create table audit_entries (
      id bigint generated always as identity primary key,
      at timestamptz not null default clock_timestamp(),
      actor_kind text not null,
      actor_id text not null,
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      detail json not null default '{}',
      address text not null,
      device text not null
    );
    create index audit_entries_subject on audit_entries (subject_kind, subject_id, id);
    create trigger audit_entries_fixed before update or delete or truncate on audit_entries
      for each statement execute function refuse_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table audit_entries, sign_ins, credentials, candidates');
}
