import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A tampered list is put back by two officers of the province: one asks, another approves.
    create table restorations (
      id bigint generated always as identity primary key,
      candidate_id bigint not null references candidates (id),
      group_code text not null,
      version_id bigint not null references application_versions (id),
      police_report text not null check (police_report <> ''),
      reason text not null check (reason <> ''),
      requested_by bigint not null references officers (id),
      requested_at timestamptz not null default clock_timestamp(),
      decided_by bigint references officers (id),
      decided_at timestamptz,
      decision text check (decision in ('approved', 'refused')),
      decision_reason text,
      restored_version_id bigint references application_versions (id),
      check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decision is null)),
      -- Nobody is their own second officer; who asked may withdraw.
      check (decision is distinct from 'approved' or decided_by <> requested_by),
      check ((decision is not distinct from 'approved') = (restored_version_id is not null))
    );
    create unique index restorations_pending on restorations (candidate_id, group_code) where decided_at is null;
    -- The report of attempts around a closing time.
    create index save_attempts_batch on save_attempts (batch_code, at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index save_attempts_batch; drop table restorations;');
}
