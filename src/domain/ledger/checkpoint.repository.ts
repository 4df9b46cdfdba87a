import type { Knex } from 'knex';

/** A checkpoint as it is kept. */
export interface KeptCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly at: Date;
  /** As it is published, signed. */
  readonly note: string;
}

const columns = ['size', 'root', 'at', 'note'] as const;

/** The newest checkpoint; null before the first. */
export async function findLastCheckpoint(db: Knex): Promise<KeptCheckpoint | null> {
  const row: KeptCheckpoint | undefined = await db('ledger_checkpoints')
    .orderBy('size', 'desc')
    .first(...columns);
  return row ?? null;
}

/** The next checkpoints above a size, smallest first. */
export async function listCheckpoints(
  db: Knex,
  above: number,
  limit: number,
): Promise<readonly KeptCheckpoint[]> {
  return db('ledger_checkpoints')
    .where('size', '>', above)
    .orderBy('size')
    .limit(limit)
    .select<KeptCheckpoint[]>(...columns);
}

/** The newest checkpoints, newest first. */
export async function listNewestCheckpoints(db: Knex, limit: number): Promise<readonly KeptCheckpoint[]> {
  return db('ledger_checkpoints')
    .orderBy('size', 'desc')
    .limit(limit)
    .select<KeptCheckpoint[]>(...columns);
}

export async function insertCheckpoint(transaction: Knex.Transaction, kept: KeptCheckpoint): Promise<void> {
  await transaction('ledger_checkpoints').insert({ ...kept });
}

/** Under which name this installation signs, and with which key; null before the first checkpoint. */
export interface LedgerIdentity {
  readonly origin: string;
  readonly publicKey: Buffer;
}

export async function findLedgerIdentity(db: Knex): Promise<LedgerIdentity | null> {
  const row: { origin: string | null; publicKey: Buffer | null } | undefined = await db(
    'installations',
  ).first({ origin: 'ledger_origin', publicKey: 'ledger_public_key' });
  if (row?.origin == null || row.publicKey === null) return null;
  return { origin: row.origin, publicKey: row.publicKey };
}

/** Gives the ledger a name and a key where it has none yet. */
export async function nameLedger(db: Knex, { origin, publicKey }: LedgerIdentity): Promise<void> {
  await db('installations')
    .whereNull('ledger_origin')
    .update({ ledger_origin: origin, ledger_public_key: publicKey });
}
