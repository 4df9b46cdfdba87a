import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Mails that the province wrote: one to everyone, or one each to a selection, sent in steps.
    create table announcements (
      id bigint generated always as identity primary key,
      title text not null,
      body text not null,
      -- Null: public.
      selection json,
      written_at timestamptz not null,
      sent integer not null default 0,
      last_candidate_id bigint not null default 0,
      finished_at timestamptz,
      withdrawn_at timestamptz
    );
    alter table mails
      add column announcement_id bigint references announcements (id),
      add column withdrawn_at timestamptz;
    create index mails_announcement on mails (announcement_id) where announcement_id is not null and candidate_id is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table mails drop column announcement_id, drop column withdrawn_at;
    drop table announcements;
  `);
}
