import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 一分一段: how many have a score, and how many have it or a better one, of a year and 科类 under its name then.
    create table score_segments (
      year integer not null,
      track_name text not null,
      score numeric(6, 2) not null check (score >= 0),
      -- The best end of a line that stands for several scores (700及以上); null: the score alone.
      score_to numeric(6, 2) check (score_to >= score),
      people integer not null check (people >= 0),
      total integer not null check (total >= people),
      primary key (year, track_name, score)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table score_segments');
}
