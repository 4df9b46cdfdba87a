import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whom a 征集 was told to: everybody who may file it, by ascending id, some thousands at a time.
    alter table supplements
      add column told_after bigint not null default 0,
      add column told integer not null default 0,
      add column told_at timestamptz;
    -- Those of before told nobody, and are not told of now.
    update supplements set told_at = made_at;
    create index supplements_untold on supplements (id) where told_at is null and undone_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table supplements drop column told_after, drop column told, drop column told_at');
}
