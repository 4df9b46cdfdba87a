import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table mails (
      id bigint generated always as identity primary key,
      -- Null: the public box, for everyone.
      candidate_id bigint references candidates (id),
      kind text not null,
      title text not null,
      body text not null,
      sent_at timestamptz not null
    );
    create index mails_candidate on mails (candidate_id, id desc);
    create index mails_public on mails (id desc) where candidate_id is null;

    create table mail_readings (
      mail_id bigint not null references mails (id),
      candidate_id bigint not null references candidates (id),
      read_at timestamptz not null default clock_timestamp(),
      primary key (candidate_id, mail_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table mail_readings, mails');
}
