import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Passwords tried in bulk: one row for each time that it began. While seen_at is young the alarm is in force, and
    -- browsers that an account does not know are asked for a picture code. Times are real time.
    create table alarms (
      id bigint generated always as identity primary key,
      kind text not null,
      began_at timestamptz not null default clock_timestamp(),
      seen_at timestamptz not null default clock_timestamp(),
      detail jsonb not null default '{}'
    );
    create index alarms_seen on alarms (seen_at);
    -- Sign-ins of the last hour, against which failures are held; rows come in the order of time.
    create index sign_ins_at on sign_ins using brin (at);
    create index account_sign_ins_at on account_sign_ins using brin (at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index sign_ins_at, account_sign_ins_at; drop table alarms');
}
