import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Columns of the tables in a package, in their order: [{"heading", "column"}]. Null: all, under their own names.
    alter table list_exports add column layout json;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table list_exports drop column layout');
}
