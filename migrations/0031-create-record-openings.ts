import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The one candidate whose record an officer has open. Real time.
    create table record_openings (
      officer_id bigint primary key references officers (id),
      candidate_id bigint not null references candidates (id),
      expires_at timestamptz not null
    );
    create index candidates_name on candidates (name);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index candidates_name; drop table record_openings;');
}
