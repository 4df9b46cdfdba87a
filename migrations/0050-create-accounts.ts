import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table persons (
      id bigint generated always as identity primary key,
      -- What every platform knows the person by; the same for all accounts the person ever has.
      subject uuid not null unique default gen_random_uuid(),
      document_kind text not null,
      -- Keyed hash of the number's normal form.
      identity_index bytea not null unique,
      identity_cipher bytea not null,
      name text not null,
      created_at timestamptz not null default clock_timestamp()
    );

    -- 学籍 (enrolled) and 学历 (graduated): of the person, whatever becomes of accounts.
    create table student_records (
      id bigint generated always as identity primary key,
      person_id bigint not null references persons (id),
      state text not null check (state in ('enrolled', 'graduated')),
      institution_name text not null,
      level text not null,
      class_name text not null,
      -- 学号 or 证书编号.
      number_cipher bytea not null,
      number_index bytea not null,
      entry_year integer not null,
      graduation_year integer,
      check ((state = 'graduated') = (graduation_year is not null))
    );
    create index student_records_person on student_records (person_id);
    create index student_records_class on student_records (institution_name, class_name, entry_year);

    create table accounts (
      id bigint generated always as identity primary key,
      user_name text not null unique,
      status text not null check (status in ('unproved', 'active', 'suspended', 'cancelled')),
      -- Null until the account has proved whose it is.
      person_id bigint references persons (id),
      document_kind text not null,
      identity_index bytea not null,
      identity_cipher bytea not null,
      name text not null,
      phone_cipher bytea not null,
      phone_index bytea not null,
      email_cipher bytea,
      email_index bytea,
      -- Null: a code to the mailbox has not come back yet.
      email_bound_at timestamptz,
      password_hash text not null,
      password_changed_at timestamptz not null default clock_timestamp(),
      created_at timestamptz not null default clock_timestamp(),
      proved_at timestamptz,
      -- 注销 was asked for; it is carried out at this instant unless it is taken back.
      closes_at timestamptz,
      status_at timestamptz not null default clock_timestamp(),
      check (status <> 'active' or person_id is not null),
      check (closes_at is null or status = 'active'),
      check ((email_cipher is null) = (email_index is null)),
      check (email_bound_at is null or email_index is not null)
    );
    create unique index accounts_owner on accounts (person_id) where status = 'active';
    create unique index accounts_phone on accounts (phone_index) where status <> 'cancelled';
    create index accounts_identity on accounts (identity_index);
    create index accounts_closing on accounts (closes_at) where closes_at is not null;

    -- A mailbox serves one account, once.
    create table used_emails (
      email_index bytea primary key,
      account_id bigint not null references accounts (id),
      used_at timestamptz not null default clock_timestamp()
    );

    create table account_factors (
      id bigint generated always as identity primary key,
      account_id bigint not null references accounts (id),
      kind text not null check (kind in ('wechat', 'alipay')),
      subject_index bytea not null,
      subject_cipher bytea not null,
      bound_at timestamptz not null default clock_timestamp(),
      unbound_at timestamptz
    );
    create unique index account_factors_subject on account_factors (kind, subject_index) where unbound_at is null;
    create unique index account_factors_account on account_factors (account_id, kind) where unbound_at is null;

    -- Codes to a phone or a mailbox, in one journey of one browser. Times are real time.
    create table account_codes (
      id bigint generated always as identity primary key,
      serial_number text not null,
      purpose text not null,
      journey_hash bytea not null,
      channel text not null check (channel in ('sms', 'email')),
      destination_index bytea not null,
      code_hash bytea not null,
      tries_left integer not null check (tries_left >= 0),
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index account_codes_journey on account_codes (journey_hash, purpose, id desc);

    create table account_sessions (
      id bigint generated always as identity primary key,
      account_id bigint not null references accounts (id),
      session_hash bytea not null unique,
      address text not null,
      device text not null,
      user_agent text not null,
      began_at timestamptz not null default clock_timestamp(),
      seen_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz,
      ended_by text check (ended_by in ('owner', 'password', 'suspension', 'closing')),
      check ((ended_at is null) = (ended_by is null))
    );
    create index account_sessions_open on account_sessions (account_id, id desc) where ended_at is null;

    create table account_sign_ins (
      id bigint generated always as identity primary key,
      -- Null: nobody's name was typed.
      account_id bigint references accounts (id),
      at timestamptz not null default clock_timestamp(),
      way text not null check (way in ('password', 'wechat', 'alipay')),
      outcome text not null check (outcome in ('signedIn', 'refused', 'throttled', 'suspended')),
      address text not null,
      device text not null,
      user_agent text not null
    );
    create index account_sign_ins_account on account_sign_ins (account_id, id desc);

    -- 收件箱.
    create table account_mails (
      id bigint generated always as identity primary key,
      account_id bigint not null references accounts (id),
      kind text not null,
      title text not null,
      body text not null,
      sent_at timestamptz not null default clock_timestamp(),
      read_at timestamptz
    );
    create index account_mails_account on account_mails (account_id, id desc);

    -- One-time tokens of forms that were carried out: the same page never acts twice.
    create table used_account_tokens (
      token text primary key,
      used_at timestamptz not null default clock_timestamp()
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table used_account_tokens, account_mails, account_sign_ins, account_sessions, account_codes,
      account_factors, used_emails, accounts, student_records, persons;
  `);
}
