import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a list of remaining places is to make: a 征集 of one batch, with window, lines and people.
    alter table import_jobs add column supplement json;

    -- 征集 that were made from a list, each in one act of two; until its window opens it can be undone.
    create table supplements (
      id bigint generated always as identity primary key,
      pack_code text not null,
      base_code text not null,
      batch_code text not null,
      batch_name text not null,
      -- The version of the pack that brought it.
      pack_id bigint not null references rule_packs (id),
      plan_rows integer not null check (plan_rows > 0),
      made_at timestamptz not null default clock_timestamp(),
      made_by text not null,
      approved_by text not null check (approved_by <> made_by),
      undone_at timestamptz,
      undone_by bigint references officers (id),
      undone_reason text,
      check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_reason is null))
    );
    create unique index supplements_standing on supplements (pack_code, batch_code) where undone_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table supplements; alter table import_jobs drop column supplement');
}
