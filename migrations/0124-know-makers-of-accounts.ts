import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The officer who was shown the newest first secret, null for the operator, and until when they count as its holder.
    alter table officers add column made_by bigint references officers (id);
    alter table officers add column apart_until timestamptz;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table officers drop column made_by, drop column apart_until');
}
