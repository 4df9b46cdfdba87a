import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- When zhiyuan watch has last looked at everything, and what did not go together then.
    create table watch_looks (
      only_row boolean primary key default true check (only_row),
      looked_at timestamptz not null,
      took_ms integer not null,
      drifts integer not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table watch_looks');
}
