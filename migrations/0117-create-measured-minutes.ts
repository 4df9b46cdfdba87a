import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What each process measured, a row a minute for two hours. Nothing of value: after a crash it begins anew.
    create unlogged table measured_minutes (
      -- The process; '' what all have in common.
      source text not null check (length(source) <= 200),
      minute timestamptz not null,
      figures jsonb not null,
      ended boolean not null,
      seen_at timestamptz not null default clock_timestamp(),
      primary key (source, minute)
    );
    create index on measured_minutes (minute);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table measured_minutes');
}
