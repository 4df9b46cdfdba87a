import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- APP自助验证: one check by the phone app. Times are real time.
    create table liveness_checks (
      id bigint generated always as identity primary key,
      -- Names the check to the service behind the app, once.
      token text not null unique,
      account_id bigint not null references accounts (id),
      -- Four digits of the page, to be typed at the phone.
      match_code text not null check (match_code ~ '^[0-9]{4}$'),
      -- Where the QR code leads.
      address text not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      decided_at timestamptz,
      outcome text check (outcome in ('proved', 'otherCheck', 'expired', 'notPassed', 'otherPerson', 'otherName',
        'wrongCode', 'forged', 'replaced', 'contested')),
      check ((decided_at is null) = (outcome is null))
    );
    create unique index liveness_checks_open on liveness_checks (account_id) where decided_at is null;
    create index liveness_checks_account on liveness_checks (account_id, id desc);

    -- What the page that plays the phone app was asked and answered.
    create table demo_liveness_checks (
      token text primary key,
      request_cipher bytea not null,
      expires_at timestamptz not null,
      answer text check (answer in ('passed', 'failed', 'otherPerson')),
      typed_code text,
      check ((answer is null) = (typed_code is null))
    );
    create trigger demo_liveness_checks_in_demo before insert or update on demo_liveness_checks
      for each statement execute function refuse_outside_demo();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table demo_liveness_checks, liveness_checks');
}
