import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Which secret of each kind writes, and which did before. A key is known by its id; none is here.
    create table key_turns (
      kind text not null,
      key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
      turned_at timestamptz not null default clock_timestamp(),
      -- When another took its place.
      former_at timestamptz,
      -- From when on nothing is taken that it signed; null: while it is at hand.
      ends_at timestamptz,
      -- When nothing in the database stood under it any more; of what is only signed, when another took its place.
      rewritten_at timestamptz,
      primary key (kind, key_id),
      check (former_at is not null or (ends_at is null and rewritten_at is null))
    );
    create unique index on key_turns (kind) where former_at is null;

    -- The processes that serve: which keys each has, and by which it writes.
    create table key_holders (
      node text primary key,
      held jsonb not null,
      writes jsonb not null,
      seen_at timestamptz not null
    );

    -- How far a table has been written anew: its blocks below this.
    create table key_rewrites (
      kind text not null,
      key_id text not null,
      place text not null,
      next_block bigint not null,
      primary key (kind, key_id, place)
    );

    -- Each change of the ledger's key, signed by the key before and the key after.
    create table ledger_handovers (
      handover int primary key,
      former_key bytea not null check (length(former_key) = 32),
      public_key bytea not null check (length(public_key) = 32),
      -- Checkpoints of more leaves are signed with the new key.
      size bigint not null,
      at timestamptz not null,
      note text not null
    );
    create trigger ledger_handovers_stand before update or delete on ledger_handovers
      for each row execute function refuse_change();
    create trigger ledger_handovers_stay before truncate on ledger_handovers
      for each statement execute function refuse_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table ledger_handovers, key_rewrites, key_holders, key_turns');
}
