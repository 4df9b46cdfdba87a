import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 志愿草表: prepared before the window opens, checked, printed, taken over into the form; never a save.
    create table draft_sheets (
      candidate_id bigint not null references candidates (id),
      batch_code text not null,
      choices json not null,
      updated_at timestamptz not null,
      primary key (candidate_id, batch_code)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table draft_sheets');
}
