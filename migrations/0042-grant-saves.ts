import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Saves given beyond the pack's, and when the last one was: it does not wait for the hour.
    alter table application_groups
      add column granted_saves integer not null default 0 check (granted_saves >= 0),
      add column last_granted_at timestamptz;

    -- A plan row changed in the running system, and how far those who filed it have been told.
    create table plan_changes (
      id bigint generated always as identity primary key,
      plan_entry_id bigint not null,
      batch_code text not null,
      institution_code text not null,
      group_code text not null,
      major_code text not null,
      plan_name text not null,
      changes text not null,
      before json not null,
      -- Null: withdrawn.
      after json,
      grants_save boolean not null,
      changed_at timestamptz not null,
      told integer not null default 0,
      last_candidate_id bigint not null default 0,
      finished_at timestamptz
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table plan_changes;
    alter table application_groups drop column granted_saves, drop column last_granted_at;
  `);
}
