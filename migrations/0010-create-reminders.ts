import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Who was reminded of an unsaved draft: once for each batch, closing time and hour mark.
    create table reminders (
      candidate_id bigint not null references candidates (id),
      batch_code text not null,
      closes_at timestamptz not null,
      hours_before integer not null check (hours_before > 0),
      reminded_at timestamptz not null,
      primary key (candidate_id, batch_code, closes_at, hours_before)
    );

    -- Marks for which every candidate has been looked at.
    create table reminder_rounds (
      batch_code text not null,
      closes_at timestamptz not null,
      hours_before integer not null check (hours_before > 0),
      finished_at timestamptz not null,
      primary key (batch_code, closes_at, hours_before)
    );
    create index application_drafts_batch on application_drafts (batch_code, candidate_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index application_drafts_batch; drop table reminder_rounds, reminders;');
}
