import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table officers (
      id bigint generated always as identity primary key,
      sign_in_name text not null unique check (sign_in_name ~ '^[a-z][a-z0-9-]{2,29}$'),
      name text not null,
      role text not null check (role in ('school', 'county', 'city', 'province', 'auditor')),
      -- A county has six digits, as in candidates.county_code; a city is the first four of its counties.
      city_code text check (city_code ~ '^[0-9]{4}$'),
      county_code text check (county_code ~ '^[0-9]{6}$'),
      school_code text check (school_code <> ''),
      place_name text not null,
      password_hash text,
      password_changed_at timestamptz,
      totp_secret_cipher bytea,
      -- The last counter that was accepted: each 动态密码 serves once.
      totp_last_counter bigint,
      -- Of somebody who is to set password and 动态密码, for the first time or anew.
      first_secret_hash bytea,
      first_secret_expires_at timestamptz,
      -- The one session that is signed in.
      session_id text,
      signed_in_at timestamptz,
      signed_in_address text,
      previous_signed_in_at timestamptz,
      previous_signed_in_address text,
      created_at timestamptz not null default clock_timestamp(),
      -- Null: by the operator's command.
      created_by bigint references officers (id),
      disabled_at timestamptz,
      check ((first_secret_hash is null) = (first_secret_expires_at is null)),
      check (case role
        when 'school' then county_code is not null and school_code is not null and city_code is null
        when 'county' then county_code is not null and school_code is null and city_code is null
        when 'city' then city_code is not null and county_code is null and school_code is null
        else city_code is null and county_code is null and school_code is null
      end)
    );

    -- Tokens of forms that were carried out: the same page never acts twice.
    create table used_office_tokens (
      token text primary key,
      used_at timestamptz not null default clock_timestamp()
    );

    create index audit_entries_office on audit_entries (id desc) where actor_kind in ('officer', 'operator');
    create index audit_entries_officer on audit_entries (actor_id, id desc) where actor_kind = 'officer';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index audit_entries_officer, audit_entries_office;
    drop table used_office_tokens, officers;
  `);
}
