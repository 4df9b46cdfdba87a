import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A first secret that an officer made serves when another one has released it; null: it serves. Then who did, and when.
    alter table officers
      add column first_secret_held_since timestamptz,
      add column first_secret_released_by bigint references officers (id),
      add column first_secret_released_at timestamptz;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table officers
      drop column first_secret_held_since,
      drop column first_secret_released_by,
      drop column first_secret_released_at
  `);
}
