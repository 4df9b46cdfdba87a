import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What stood in a form or a 志愿草表 before a whole list was put in its place, and when: it can be brought back.
    alter table application_drafts add column replaced json, add column replaced_at timestamptz,
      add check ((replaced is null) = (replaced_at is null));
    alter table draft_sheets add column replaced json, add column replaced_at timestamptz,
      add check ((replaced is null) = (replaced_at is null));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table draft_sheets drop column replaced, drop column replaced_at;
    alter table application_drafts drop column replaced, drop column replaced_at;
  `);
}
