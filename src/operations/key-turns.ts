import type { Knex } from 'knex';
import { ringPlaces, type Secrets } from '../infrastructure/config/secret-settings';
import { type RingKey, type RingKind, ringKinds } from '../infrastructure/security/key-ring';

/** One key's time, as the database has it. */
export interface KeyTurn {
  readonly kind: RingKind;
  readonly keyId: string;
  readonly turnedAt: Date;
  /** When another took its place; null: it is current. */
  readonly formerAt: Date | null;
  readonly endsAt: Date | null;
  /** Nothing that it signed is taken any more. */
  readonly ended: boolean;
  /** When nothing stood under it any more; null while something may. */
  readonly rewrittenAt: Date | null;
}

/** All of them, oldest first; none on a schema of before. */
export async function listKeyTurns(db: Knex): Promise<readonly KeyTurn[]> {
  if (!(await db.schema.hasTable('key_turns'))) return [];
  return readTurns(db);
}

async function readTurns(db: Knex): Promise<readonly KeyTurn[]> {
  return db('key_turns')
    .orderBy('turned_at')
    .select({
      kind: 'kind',
      keyId: 'key_id',
      turnedAt: 'turned_at',
      formerAt: 'former_at',
      endsAt: 'ends_at',
      ended: db.raw('coalesce(ends_at <= clock_timestamp(), false)'),
      rewrittenAt: 'rewritten_at',
    });
}

/** The key of a kind that writes; null where none has been noted. */
export const currentOf = (turns: readonly KeyTurn[], kind: RingKind): KeyTurn | null =>
  turns.find((turn) => turn.kind === kind && turn.formerAt === null) ?? null;

/** Turns the rings to what the database says. @returns by which key each kind is written now */
export async function followKeys(db: Knex, secrets: Secrets): Promise<Readonly<Record<string, string>>> {
  const turns = await readTurns(db);
  const written: Record<string, string> = {};
  for (const kind of ringKinds) {
    const ring = ringPlaces[kind].ringOf(secrets);
    const current = currentOf(turns, kind);
    const ended = turns.filter((turn) => turn.kind === kind && turn.ended).map(({ keyId }) => keyId);
    if (current !== null) ring.turnTo({ current: current.keyId, ended });
    written[kind] = ring.current().id;
  }
  return written;
}

/** Notes the first key of a kind, where none is. */
export async function noteFirstKey(db: Knex, kind: RingKind, key: RingKey): Promise<void> {
  await db('key_turns').insert({ kind, key_id: key.id }).onConflict().ignore();
}

/**
 * Makes another key current; `endsAfterSeconds`: how long what the one before has signed is still taken, null: for as
 * long as it is at hand. `rewritten`: nothing is stored under the one before.
 */
export async function turnKey(
  transaction: Knex.Transaction,
  { kind, key, endsAfterSeconds, rewritten }: NewTurn,
): Promise<void> {
  await transaction.raw('lock table key_turns in exclusive mode');
  await transaction('key_turns')
    .where({ kind })
    .whereNull('former_at')
    .update({
      former_at: transaction.raw('clock_timestamp()'),
      ends_at:
        endsAfterSeconds === null
          ? null
          : transaction.raw('clock_timestamp() + make_interval(secs => ?)', [endsAfterSeconds]),
      rewritten_at: rewritten ? transaction.raw('clock_timestamp()') : null,
    });
  await transaction('key_turns')
    .insert({ kind, key_id: key.id })
    .onConflict(['kind', 'key_id'])
    // A key of long ago that comes back.
    .merge({
      turned_at: transaction.raw('clock_timestamp()'),
      former_at: null,
      ends_at: null,
      rewritten_at: null,
    });
}

interface NewTurn {
  readonly kind: RingKind;
  readonly key: RingKey;
  readonly endsAfterSeconds: number | null;
  readonly rewritten: boolean;
}

/** Notes that nothing stands under the former keys of a kind any more. */
export async function markRewritten(db: Knex, kind: RingKind): Promise<void> {
  await db('key_turns')
    .where({ kind })
    .whereNotNull('former_at')
    .whereNull('rewritten_at')
    .update({ rewritten_at: db.raw('clock_timestamp()') });
}

/** A process that serves. */
export interface KeyHolder {
  readonly node: string;
  /** The ids of the keys that it was started with, by kind. */
  readonly held: Readonly<Record<string, readonly string[]>>;
  /** By which key it writes each kind. */
  readonly writes: Readonly<Record<string, string>>;
}

/** The processes that were heard of within so many seconds. */
export async function listKeyHolders(db: Knex, withinSeconds: number): Promise<readonly KeyHolder[]> {
  return db('key_holders')
    .where('seen_at', '>', db.raw('clock_timestamp() - make_interval(secs => ?)', [withinSeconds]))
    .orderBy('node')
    .select('node', 'held', 'writes');
}

export async function putKeyHolder(db: Knex, { node, held, writes }: KeyHolder): Promise<void> {
  const seen = db.raw('clock_timestamp()');
  await db('key_holders')
    .insert({ node, held: JSON.stringify(held), writes: JSON.stringify(writes), seen_at: seen })
    .onConflict('node')
    .merge();
}

/** Forgets a process that ends, and those of which nothing was heard for a day. */
export async function dropKeyHolder(db: Knex, node: string): Promise<void> {
  await db('key_holders')
    .where({ node })
    .orWhere('seen_at', '<', db.raw("clock_timestamp() - interval '1 day'"))
    .delete();
}
