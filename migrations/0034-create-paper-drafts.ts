import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A list filed on paper during an outage, typed in by two officers of one county.
    create table paper_drafts (
      id bigint generated always as identity primary key,
      candidate_id bigint not null references candidates (id),
      county_code text not null,
      batch_code text not null,
      -- The last save of the group when the paper came in: another one since, and the paper is out of date.
      after_ordinal integer not null check (after_ordinal >= 0),
      begun_by bigint not null references officers (id),
      begun_at timestamptz not null default clock_timestamp(),
      outcome text check (outcome in ('saved', 'withdrawn')),
      closed_by bigint references officers (id),
      closed_at timestamptz,
      version_id bigint references application_versions (id),
      withdrawal_reason text,
      check ((outcome is null) = (closed_at is null) and (outcome is null) = (closed_by is null)),
      check ((outcome is not distinct from 'saved') = (version_id is not null)),
      check ((outcome is not distinct from 'withdrawn') = (withdrawal_reason is not null))
    );
    create unique index paper_drafts_open on paper_drafts (candidate_id, batch_code) where closed_at is null;
    create index paper_drafts_county on paper_drafts (county_code, id desc);

    create table paper_entries (
      draft_id bigint not null references paper_drafts (id),
      half smallint not null check (half in (1, 2)),
      officer_id bigint not null references officers (id),
      -- What was typed; taken away when the draft is closed.
      choices jsonb,
      entered_at timestamptz not null default clock_timestamp(),
      primary key (draft_id, half),
      -- Nobody types both halves.
      unique (draft_id, officer_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table paper_entries; drop table paper_drafts;');
}
