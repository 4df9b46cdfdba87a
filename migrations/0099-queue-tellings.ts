import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Owners of filed lists whom an act of the office concerns, written down in its transaction where they are many:
    -- each gets the save, the mail and the message behind the commit, and the row goes in that same transaction.
    create table pending_tellings (
      id bigint generated always as identity primary key,
      kind text not null,
      at timestamptz not null,
      candidate_id bigint not null references candidates (id),
      -- The quota group that gets one more save; null: none does.
      granted_group text,
      values json not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table pending_tellings');
}
