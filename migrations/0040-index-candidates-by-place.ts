import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whom a window touches is counted and looked up without reading the candidates themselves.
    create index candidates_place on candidates (kind, county_code, school_code);
    create index candidates_school_code on candidates (school_code, county_code, school_name);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index candidates_school_code, candidates_place');
}
