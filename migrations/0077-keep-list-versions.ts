import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What an import does, or did, to records that stood already; of those that were not written for some days.
    create table import_effects (
      id bigint generated always as identity primary key,
      made_at timestamptz not null default clock_timestamp(),
      written boolean not null default false
    );
    create table import_effect_rows (
      effects_id bigint not null references import_effects (id) on delete cascade,
      position integer not null,
      act text not null check (act in ('removed', 'changed', 'cleared')),
      -- The record in words; what it said, and what it says: its values by the codes of the list's columns.
      subject text not null,
      before json not null,
      after json not null,
      holders integer not null,
      primary key (effects_id, position)
    );

    -- A list as it stood before it was changed, in the columns in which it is taken: it can be put back as it is.
    create table list_versions (
      id bigint generated always as identity primary key,
      kind text not null,
      made_at timestamptz not null default clock_timestamp(),
      rows integer not null,
      -- The import that took its place.
      file_name text not null,
      file_hash text not null,
      author text not null,
      reason text,
      counts json not null,
      effects_id bigint references import_effects (id)
    );
    create table list_version_parts (
      version_id bigint not null references list_versions (id) on delete cascade,
      part integer not null,
      -- Lines as JSON, compressed and encrypted: lists hold personal data.
      body bytea not null,
      primary key (version_id, part)
    );

    -- What the operator's command asks a second person for: an officer of the province.
    create table import_approvals (
      id bigint generated always as identity primary key,
      kind text not null,
      file_name text not null,
      mark text not null,
      report json not null,
      reason text not null check (reason <> ''),
      requested_by text not null,
      requested_at timestamptz not null default clock_timestamp(),
      decided_by bigint references officers (id),
      decided_at timestamptz,
      decision text check (decision in ('approved', 'refused')),
      decision_reason text,
      used_at timestamptz,
      check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decision is null))
    );
    create unique index import_approvals_waiting on import_approvals (kind, mark) where decided_at is null;

    alter table import_jobs
      -- Who said what for an import that loses much: mark, number, reason, and the officers.
      add column consent json,
      add column version_id bigint references list_versions (id),
      drop constraint import_jobs_state_check,
      add check (state in ('mapping', 'checkQueued', 'checking', 'checked', 'approving', 'importQueued',
        'importing', 'done', 'refused', 'stopped', 'interrupted', 'discarded'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    update import_jobs set state = 'discarded' where state = 'approving';
    alter table import_jobs drop column consent, drop column version_id, drop constraint import_jobs_state_check,
      add check (state in ('mapping', 'checkQueued', 'checking', 'checked', 'importQueued',
        'importing', 'done', 'refused', 'stopped', 'interrupted', 'discarded'));
    drop table import_approvals; drop table list_version_parts; drop table list_versions;
    drop table import_effect_rows; drop table import_effects;
  `);
}
