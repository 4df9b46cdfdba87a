import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whether a program that does not know this migration may serve on the schema all the same. Those of before say no.
    alter table knex_migrations add column additive boolean not null default false;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table knex_migrations drop column additive');
}
