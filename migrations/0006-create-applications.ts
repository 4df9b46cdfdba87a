import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table application_versions (
      id bigint generated always as identity primary key,
      candidate_id bigint not null references candidates (id),
      group_code text not null,
      -- Runs on for ever; save_number is the nth save as the candidate counts, given back by a restore.
      ordinal integer not null check (ordinal > 0),
      save_number integer not null check (save_number > 0),
      batch_code text not null,
      pack_code text not null,
      pack_version integer not null,
      canonical_body text not null,
      saved_at timestamptz not null,
      actor_kind text not null,
      actor_id text not null,
      address text not null,
      device text not null,
      form_token text not null unique,
      previous_hash bytea not null,
      nonce bytea not null,
      hash bytea not null unique,
      unique (candidate_id, group_code, ordinal)
    );
    create trigger application_versions_fixed before update or delete or truncate on application_versions
      for each statement execute function refuse_change();

    -- One row per candidate and group: the lock, the count and what is in force.
    create table application_groups (
      candidate_id bigint not null references candidates (id),
      group_code text not null,
      saves_used integer not null default 0 check (saves_used >= 0),
      last_ordinal integer not null default 0,
      last_saved_at timestamptz,
      current_batch_code text,
      current_version_id bigint references application_versions (id),
      abandoned_at timestamptz,
      primary key (candidate_id, group_code)
    );

    -- Every attempt, refused ones too, in the transaction that decides it; one that failed is written after its rollback.
    create table save_attempts (
      id bigint generated always as identity primary key,
      candidate_id bigint not null,
      batch_code text not null,
      at timestamptz not null default clock_timestamp(),
      outcome text not null,
      detail json not null default '{}',
      form_token text not null,
      body_hash bytea not null,
      address text not null,
      device text not null,
      node text not null
    );
    create index save_attempts_candidate on save_attempts (candidate_id, id);
    create trigger save_attempts_fixed before update or delete or truncate on save_attempts
      for each statement execute function refuse_change();

    create table application_drafts (
      candidate_id bigint not null references candidates (id),
      batch_code text not null,
      revision integer not null default 1,
      tab text not null,
      fields json not null,
      updated_at timestamptz not null,
      primary key (candidate_id, batch_code)
    );

    -- One row per opening of a batch's form, shared by all tabs: the 30 minutes.
    create table form_openings (
      candidate_id bigint not null references candidates (id),
      batch_code text not null,
      opened_at timestamptz not null,
      expires_at timestamptz not null,
      extensions_used integer not null default 0,
      overwrite_confirmed text,
      primary key (candidate_id, batch_code)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop table form_openings, application_drafts, save_attempts, application_groups, application_versions',
  );
}
