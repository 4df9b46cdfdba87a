import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Final lists handed over: one officer of the province asks, another approves, and each holds half of the key.
    create table list_exports (
      id bigint generated always as identity primary key,
      batch_codes text[] not null check (cardinality(batch_codes) > 0),
      reason text not null check (reason <> ''),
      state text not null default 'requested'
        check (state in ('requested', 'refused', 'running', 'stopped', 'failed', 'done')),
      requested_by bigint not null references officers (id),
      requested_at timestamptz not null default clock_timestamp(),
      -- The first half of the passphrase, sealed; taken out once the package is begun or refused.
      first_half_cipher bytea,
      decided_by bigint references officers (id),
      decided_at timestamptz,
      stopped_by bigint references officers (id),
      total integer not null default 0,
      written integer not null default 0,
      -- When the process that works on it last said so: one that is silent has crashed.
      heartbeat_at timestamptz,
      manifest json,
      check ((decided_by is null) = (decided_at is null)),
      check (state in ('requested', 'refused') or decided_by <> requested_by),
      check (state = 'requested' or first_half_cipher is null)
    );
    create table list_export_parts (
      export_id bigint not null references list_exports (id),
      part integer not null check (part > 0),
      bytes bytea not null,
      primary key (export_id, part)
    );
    create index application_groups_batch on application_groups (current_batch_code, candidate_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index application_groups_batch; drop table list_export_parts, list_exports;');
}
