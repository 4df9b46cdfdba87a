import type { Knex } from 'knex';
import { isCollision } from '../infrastructure/database/trouble';

/** Blocks of a table that are looked at in one go. */
const BLOCKS = 16;
const MOST_TURNS = 10;

interface Walk {
  readonly kind: string;
  readonly keyId: string;
  /** What is walked, by the name under which its place is remembered. */
  readonly place: string;
  readonly table: string;
  readonly signal: AbortSignal;
  /** Works on what is left to do between two blocks. @returns rows that were written; 0: nothing is left there */
  write(transaction: Knex.Transaction, from: string, to: string): Promise<number>;
  onProgress(written: number, share: number): void;
}

/**
 * Goes through a table by its blocks, from where it was when it was stopped: each step with its place in one
 * transaction, so that a kill loses a step at most and does none twice. What is written meanwhile comes to stand
 * behind, and is met later. @returns false where the signal was given
 */
export async function walkBlocks(db: Knex, walk: Walk): Promise<boolean> {
  const { signal, place } = walk;
  const mark = { kind: walk.kind, key_id: walk.keyId, place };
  const row = await db('key_rewrites').where(mark).first('next_block');
  let block = Number(row?.next_block ?? 0);
  let blocks = await countBlocks(db, walk.table);
  while (block < blocks) {
    if (signal.aborted) return false;
    const next = block + BLOCKS;
    const written = await again(() =>
      db.transaction(async (transaction) => {
        const count = await walk.write(transaction, `(${block},0)`, `(${next},0)`);
        if (count === 0)
          await transaction('key_rewrites')
            .insert({ ...mark, next_block: next })
            .onConflict(['kind', 'key_id', 'place'])
            .merge();
        return count;
      }),
    );
    if (written === 0) block = next;
    // What was written stands behind the end of before.
    if (block >= blocks) blocks = await countBlocks(db, walk.table);
    walk.onProgress(written, Math.min(1, block / Math.max(1, blocks)));
  }
  return true;
}

/** Begins a walk anew. */
export async function forgetWalk(db: Knex, kind: string, keyId: string): Promise<void> {
  await db('key_rewrites').where({ kind, key_id: keyId }).delete();
}

async function countBlocks(db: Knex, table: string): Promise<number> {
  const { rows } = await db.raw(
    "select pg_relation_size(?::regclass) / current_setting('block_size')::int as blocks",
    [table],
  );
  return Number(rows[0].blocks);
}

/** Whoever is in the way of people who wait is the one to try again. */
async function again<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isCollision(error) || turn === MOST_TURNS) throw error;
    }
  }
}
