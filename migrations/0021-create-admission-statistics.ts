import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table admission_institutions (
      code text primary key,
      name text not null
    );

    -- Names of batch and 科类 as they were in that year: codes are drawn up anew every year.
    create table admission_statistics (
      institution_code text not null references admission_institutions (code),
      year integer not null,
      batch_name text not null,
      track_name text not null,
      planned integer not null check (planned >= 0),
      admitted integer not null check (admitted >= 0),
      highest_score numeric(6, 2),
      average_score numeric(6, 2),
      lowest_score numeric(6, 2),
      -- The rank of each of the three scores: the best is 1.
      highest_rank integer check (highest_rank > 0),
      average_rank integer,
      lowest_rank integer,
      primary key (institution_code, year, batch_name, track_name),
      check (lowest_score <= average_score and average_score <= highest_score),
      check (highest_rank <= average_rank and average_rank <= lowest_rank)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table admission_statistics, admission_institutions');
}
