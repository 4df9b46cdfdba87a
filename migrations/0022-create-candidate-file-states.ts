import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Where a candidate's file stands in each heading of the rule pack.
    create table candidate_file_states (
      candidate_id bigint not null references candidates (id),
      heading_code text not null,
      state text not null
        check (state in ('自由可投', '已经投档', '院校在阅', '预退档', '预录取', '录取待审', '录取')),
      institution_code text,
      institution_name text,
      changed_at timestamptz not null,
      primary key (candidate_id, heading_code),
      check ((institution_code is null) = (institution_name is null)),
      check ((institution_code is null) = (state = '自由可投'))
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table candidate_file_states');
}
