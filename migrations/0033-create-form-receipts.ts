import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What the county office did with the paper of a saved version. Times are real time.
    create table form_receipts (
      id bigint generated always as identity primary key,
      version_id bigint not null references application_versions (id),
      candidate_id bigint not null references candidates (id),
      kind text not null check (kind in ('stamped', 'filed', 'undertaking')),
      officer_id bigint not null references officers (id),
      marked_at timestamptz not null default clock_timestamp(),
      undone_by bigint references officers (id),
      undone_at timestamptz,
      check ((undone_by is null) = (undone_at is null))
    );
    create unique index form_receipts_once on form_receipts (version_id, kind) where undone_at is null;
    create index form_receipts_officer on form_receipts (officer_id, id desc);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table form_receipts');
}
