import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- An account that has proved whose number it is, and the one that it takes over from.
    create table re_registrations (
      id bigint generated always as identity primary key,
      person_id bigint not null references persons (id),
      new_account_id bigint not null references accounts (id),
      -- Null: nobody had the number in hand, only the name did not fit.
      old_account_id bigint references accounts (id),
      route text not null check (route in ('app', 'review', 'classmates', 'studentRecord')),
      proved_at timestamptz not null default clock_timestamp(),
      -- Until then the old account may object; then it is cancelled.
      cancel_at timestamptz not null,
      objection_token_hash bytea unique,
      objected_at timestamptz,
      cancelled_at timestamptz,
      check (objected_at is null or cancelled_at is null),
      check ((old_account_id is null) = (objection_token_hash is null))
    );
    create index re_registrations_due on re_registrations (cancel_at)
      where objected_at is null and cancelled_at is null and old_account_id is not null;
    create index re_registrations_new on re_registrations (new_account_id);
    create index re_registrations_old on re_registrations (old_account_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table re_registrations');
}
