import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A rule pack tried on every saved list, beside the pack in force and the plan and windows of that moment. Nothing
    -- of what candidates filed changes by it; times are real time.
    create table rule_pack_trials (
      id bigint generated always as identity primary key,
      pack_id bigint not null references rule_packs (id),
      replaces_id bigint not null references rule_packs (id),
      -- The count of changes (reference_versions) that it holds for.
      reference bigint not null,
      state text not null default 'running' check (state in ('running', 'stopped', 'failed', 'done')),
      -- Saved lists as they were counted at the start.
      total integer not null check (total >= 0),
      tried integer not null default 0 check (tried >= 0),
      created_at timestamptz not null default clock_timestamp(),
      -- The process that works on it, and when it last said so: one that is silent has crashed.
      runner text,
      heartbeat_at timestamptz not null default clock_timestamp(),
      unique (pack_id, replaces_id, reference)
    );

    create table rule_pack_trial_lists (
      trial_id bigint not null references rule_pack_trials (id) on delete cascade,
      version_id bigint not null references application_versions (id),
      -- A hash of what the rules asked of its owner and count: where that has changed, the list is tried anew.
      tried_on text not null,
      -- What becomes of it; null: it stays as good as it is.
      fate json,
      primary key (trial_id, version_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table rule_pack_trial_lists, rule_pack_trials');
}
