import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What headings of lists stood for when they were last imported: a column's code, or '' for none.
    create table import_mappings (
      kind text not null,
      heading text not null,
      column_code text not null,
      remembered_at timestamptz not null default clock_timestamp(),
      primary key (kind, heading)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table import_mappings');
}
