import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What was said of files with the same headings when one was last imported.
    create table import_layouts (
      kind text not null,
      -- SHA-256 of the headings in their order, hexadecimal.
      shape text not null,
      layout json not null,
      remembered_at timestamptz not null default clock_timestamp(),
      primary key (kind, shape)
    );
    -- A heading that stood for something in one file stood for it in every other: that is asked anew.
    drop table import_mappings;
    -- Files whose headings were being asked for have to be sent again.
    update import_jobs set state = 'interrupted' where state = 'mapping';
    alter table import_jobs
      drop column headings,
      drop column mapping,
      -- Sheet that was found, and the first rows of the table with what is personal masked.
      add column found_sheet text,
      add column looked json not null default '[]',
      -- What was said of the file's shape; null where its headings say it all.
      add column layout json,
      -- What it probably is, to be looked over.
      add column suggested json;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table import_jobs
      drop column found_sheet, drop column looked, drop column layout, drop column suggested,
      add column headings json not null default '[]',
      add column mapping json not null default '{}';
    create table import_mappings (
      kind text not null,
      heading text not null,
      column_code text not null,
      remembered_at timestamptz not null default clock_timestamp(),
      primary key (kind, heading)
    );
    drop table import_layouts;
  `);
}
