import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- How often the page had sent what was typed: a copy that was under way when a button was pressed may arrive behind
    -- what the button sent, and must not take its place.
    alter table application_drafts add column step integer not null default 0;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table application_drafts drop column step');
}
