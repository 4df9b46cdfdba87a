import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 考生评语 (comment) by the school, and entries of 诚信档案 (integrity).
    create table evaluations (
      id bigint generated always as identity primary key,
      candidate_id bigint not null references candidates (id),
      kind text not null check (kind in ('comment', 'integrity')),
      recorded_on date not null,
      recorded_by text not null,
      body text not null
    );
    create index evaluations_candidate on evaluations (candidate_id, id desc);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table evaluations');
}
