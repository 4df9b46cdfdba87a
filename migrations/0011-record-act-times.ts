import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Real time of the event that a mail tells of, the same as of what its transaction bound. sent_at is business time.
    alter table mails add column written_at timestamptz not null default transaction_timestamp();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table mails drop column written_at');
}
