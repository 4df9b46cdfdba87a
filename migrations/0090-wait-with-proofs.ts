import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- An account that claims the number of another that is in use, from 我要重新注册 on. A proof by facts or classmates
    -- waits here until it takes effect; the old account may object all the while.
    create table number_claims (
      id bigint generated always as identity primary key,
      person_id bigint not null references persons (id),
      new_account_id bigint not null references accounts (id),
      old_account_id bigint not null references accounts (id),
      created_at timestamptz not null default clock_timestamp(),
      route text check (route in ('classmates', 'studentRecord')),
      proved_at timestamptz,
      effective_at timestamptz,
      objected_at timestamptz,
      objection_cipher bytea,
      -- It took effect, came to nothing, or its account is gone.
      ended_at timestamptz,
      ended_by text check (ended_by in ('proved', 'void', 'gone')),
      check ((route is null) = (effective_at is null)),
      check ((route is null) = (proved_at is null)),
      check ((objected_at is null) = (objection_cipher is null)),
      check ((ended_at is null) = (ended_by is null))
    );
    create unique index number_claims_open on number_claims (new_account_id) where ended_at is null;
    create index number_claims_due on number_claims (effective_at)
      where effective_at is not null and objected_at is null and ended_at is null;
    create index number_claims_person on number_claims (person_id);
    create index number_claims_old on number_claims (old_account_id);

    -- Links by which an old account objects: to a claim, or to a proof. Null: as long as there is something to object to.
    create table objection_links (
      token_hash bytea primary key,
      claim_id bigint references number_claims (id),
      re_registration_id bigint references re_registrations (id),
      expires_at timestamptz,
      check (num_nonnulls(claim_id, re_registration_id) = 1)
    );

    alter table re_registrations
      add column objection_cipher bytea,
      -- Both sides were heard, or the objector sent nothing: the proof stands, and the old account is cancelled.
      add column upheld_at timestamptz,
      -- 客服 had heard both sides before: no objection is taken any more.
      add column heard boolean not null default false,
      drop constraint re_registrations_check,
      add constraint re_registrations_ending check (objected_at is null or cancelled_at is null or upheld_at is not null),
      add check (upheld_at is null or objected_at is not null);
    drop index re_registrations_due;
    create index re_registrations_due on re_registrations (cancel_at)
      where cancelled_at is null and old_account_id is not null;

    -- An account that has not proved itself lapses; when its owner was told so.
    alter table accounts add column lapse_told_at timestamptz;
    create index accounts_unproved on accounts (status_at) where status = 'unproved';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index accounts_unproved;
    alter table accounts drop column lapse_told_at;
    drop index re_registrations_due;
    create index re_registrations_due on re_registrations (cancel_at)
      where objected_at is null and cancelled_at is null and old_account_id is not null;
    update re_registrations set objected_at = null, upheld_at = null where upheld_at is not null;
    alter table re_registrations
      drop constraint re_registrations_ending,
      drop column objection_cipher, drop column upheld_at, drop column heard,
      add constraint re_registrations_check check (objected_at is null or cancelled_at is null);
    drop table objection_links, number_claims;
  `);
}
