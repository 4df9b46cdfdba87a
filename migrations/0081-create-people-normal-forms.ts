import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- In which normal form names and 证件号码 stand. Bringing them to a newer one needs the keys, which a migration has
    -- not: the server does it at its start.
    create table people_normal_forms (
      only_row boolean primary key default true check (only_row),
      version integer not null,
      done_at timestamptz not null default clock_timestamp(),
      -- Rows that stayed as they were, since another row is the same person by now.
      clashes integer not null default 0
    );
    insert into people_normal_forms (version) values (0);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table people_normal_forms');
}
