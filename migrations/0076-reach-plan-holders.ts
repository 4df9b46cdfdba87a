import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whom a changed plan row concerns: one code stands for different rows in other 科类 and for another audience.
    alter table plan_changes
      add column tracks text[],
      -- Null: noted before it was kept, so that everybody who holds the codes is told.
      add column audience text,
      add column post_code text not null default '';
    update plan_changes set tracks = array(select json_array_elements_text(before -> 'tracks'));
    alter table plan_changes alter column tracks set not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table plan_changes drop column tracks, drop column audience, drop column post_code');
}
