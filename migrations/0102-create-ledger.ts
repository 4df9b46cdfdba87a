import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What changes how a group counts beside its versions: it was given up, or a save was given.
    create table group_acts (
      id bigint generated always as identity primary key,
      candidate_id bigint not null,
      group_code text not null,
      kind text not null check (kind in ('abandoned', 'granted')),
      -- Saves that were given; 0 where the group was given up.
      saves integer not null,
      at timestamptz not null
    );
    create index group_acts_group on group_acts (candidate_id, group_code);
    create trigger group_acts_fixed before update or delete or truncate on group_acts
      for each statement execute function refuse_change();
    insert into group_acts (candidate_id, group_code, kind, saves, at)
      select candidate_id, group_code, 'granted', granted_saves, last_granted_at
        from application_groups where granted_saves > 0
      union all
      select candidate_id, group_code, 'abandoned', 0, abandoned_at
        from application_groups where abandoned_at is not null
      order by 5, 1;

    -- The leaves of the Merkle tree over versions and acts, in the order in which they were taken (RFC 9162).
    create table ledger_leaves (
      leaf_index bigint primary key check (leaf_index >= 0),
      version_id bigint unique,
      act_id bigint unique,
      -- What is hashed, with a nonce of its own.
      content text not null,
      hash bytea not null,
      taken_at timestamptz not null default clock_timestamp(),
      check ((version_id is null) <> (act_id is null))
    );
    create trigger ledger_leaves_fixed before update or delete or truncate on ledger_leaves
      for each statement execute function refuse_change();

    -- Hashes of whole subtrees: of 256 leaves at level 1, of 65,536 at level 2, and so on.
    create table ledger_nodes (
      level smallint not null check (level > 0),
      node_index bigint not null check (node_index >= 0),
      hash bytea not null,
      primary key (level, node_index)
    );
    create trigger ledger_nodes_fixed before update or delete or truncate on ledger_nodes
      for each statement execute function refuse_change();

    create table ledger_checkpoints (
      size bigint primary key check (size > 0),
      root bytea not null,
      at timestamptz not null,
      -- As it is published, signed.
      note text not null
    );
    create trigger ledger_checkpoints_fixed before update or delete or truncate on ledger_checkpoints
      for each statement execute function refuse_change();

    -- Under which name checkpoints are signed, and what their signatures are checked with.
    alter table installations add column ledger_origin text, add column ledger_public_key bytea;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table installations drop column ledger_origin, drop column ledger_public_key;
    drop table ledger_checkpoints, ledger_nodes, ledger_leaves, group_acts;
  `);
}
