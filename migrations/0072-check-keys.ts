import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A known word, encrypted with DATA_KEY and hashed with INDEX_KEY at the first start. Null: not started since this
    -- came; adopted once what is stored can be read with the keys.
    alter table installations add column data_check bytea, add column index_check bytea;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table installations drop column data_check, drop column index_check');
}
