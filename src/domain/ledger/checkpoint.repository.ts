import type { Knex } from 'knex';
import type { Handover } from './handover';

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

/** The changes of the key, oldest first. */
export async function listHandovers(db: Knex): Promise<readonly Handover[]> {
  const rows: (Omit<Handover, 'at'> & { readonly at: Date })[] = await db('ledger_handovers')
    .orderBy('handover')
    .select({ formerKey: 'former_key', publicKey: 'public_key', size: 'size', at: 'at', note: 'note' });
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Gives the ledger another key; what was signed with the one before stays as it is. */
export async function handLedgerOver(
  transaction: Knex.Transaction,
  { formerKey, publicKey, size, at, note }: Handover,
): Promise<void> {
  await transaction('ledger_handovers').insert({
    handover: transaction.raw('(select count(*) + 1 from ledger_handovers)'),
    former_key: formerKey,
    public_key: publicKey,
    size,
    at,
    note,
  });
  const changed = await transaction('installations')
    .where({ ledger_public_key: formerKey })
    .update({ ledger_public_key: publicKey });
  if (changed !== 1) throw new Error('the ledger is signed with another key than was handed over');
}

/** Gives the ledger a name and a key where it has none yet. */
export async function nameLedger(db: Knex, { origin, publicKey }: LedgerIdentity): Promise<void> {
  await db('installations')
    .whereNull('ledger_origin')
    .update({ ledger_origin: origin, ledger_public_key: publicKey });
}
