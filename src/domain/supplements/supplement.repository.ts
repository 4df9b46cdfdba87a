import type { Knex } from 'knex';

/** A 征集 that was made from a list, and whether it still stands. */
export interface MadeSupplement {
  readonly id: number;
  readonly packCode: string;
  readonly base: string;
  readonly batch: string;
  readonly batchName: string;
  /** The version of the pack that brought it. */
  readonly packId: number;
  readonly planRows: number;
  readonly madeAt: Date;
  /** As the audit log names them. */
  readonly madeBy: string;
  readonly approvedBy: string;
  readonly undoneAt: Date | null;
  readonly undoneReason: string | null;
  /** So many candidates have been told of it; all who may file it once there is an instant. */
  readonly told: number;
  readonly toldAt: Date | null;
}

const columns = {
  id: 'id',
  packCode: 'pack_code',
  base: 'base_code',
  batch: 'batch_code',
  batchName: 'batch_name',
  packId: 'pack_id',
  planRows: 'plan_rows',
  madeAt: 'made_at',
  madeBy: 'made_by',
  approvedBy: 'approved_by',
  undoneAt: 'undone_at',
  undoneReason: 'undone_reason',
  told: 'told',
  toldAt: 'told_at',
} as const;

/** Those of a pack, the newest first. */
export async function listMadeSupplements(db: Knex, packCode: string): Promise<readonly MadeSupplement[]> {
  return db('supplements').where({ pack_code: packCode }).orderBy('id', 'desc').select(columns);
}

/** One of them, its row locked until the transaction ends; null where there is none. */
export async function lockMadeSupplement(
  transaction: Knex.Transaction,
  id: number,
): Promise<MadeSupplement | null> {
  return (await transaction('supplements').where({ id }).forUpdate().first(columns)) ?? null;
}

type NewSupplement = Omit<MadeSupplement, 'id' | 'madeAt' | 'undoneAt' | 'undoneReason' | 'told' | 'toldAt'>;

export async function insertMadeSupplement(transaction: Knex.Transaction, made: NewSupplement) {
  await transaction('supplements').insert({
    pack_code: made.packCode,
    base_code: made.base,
    batch_code: made.batch,
    batch_name: made.batchName,
    pack_id: made.packId,
    plan_rows: made.planRows,
    made_by: made.madeBy,
    approved_by: made.approvedBy,
  });
}

/** @returns how many rows changed: 0 where it was undone already. */
export async function markUndone(
  transaction: Knex.Transaction,
  id: number,
  by: number,
  reason: string,
): Promise<number> {
  return transaction('supplements')
    .where({ id })
    .whereNull('undone_at')
    .update({ undone_at: transaction.raw('clock_timestamp()'), undone_by: by, undone_reason: reason });
}

/** A 征集 of which not everybody has been told, and how far the telling came. */
export interface UntoldSupplement {
  readonly id: number;
  readonly batch: string;
  /** Whoever has this id or a smaller one has been looked at. */
  readonly toldAfter: number;
}

/** The first that stands and is not told of to its end, kept for this transaction; null where there is none, or others are at it. */
export async function lockUntoldSupplement(transaction: Knex.Transaction): Promise<UntoldSupplement | null> {
  const row = await transaction('supplements')
    .whereNull('told_at')
    .whereNull('undone_at')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .first({ id: 'id', batch: 'batch_code', toldAfter: 'told_after' });
  return row === undefined ? null : { ...row, toldAfter: Number(row.toldAfter) };
}

/** Writes down how far the telling came. @returns how many rows changed: 0 where somebody else went on */
export async function recordTold(
  transaction: Knex.Transaction,
  { id, toldAfter }: UntoldSupplement,
  to: { readonly after: number; readonly told: number; readonly at: Date | null },
): Promise<number> {
  return transaction('supplements')
    .where({ id, told_after: toldAfter })
    .whereNull('told_at')
    .update({
      told_after: to.after,
      told: transaction.raw('told + ?', [to.told]),
      told_at: to.at,
    });
}

/** The number that the next version of a pack takes: whatever is kept has been seen by somebody. */
export async function findNextVersion(db: Knex, packCode: string): Promise<number> {
  const row = await db('rule_packs').where({ code: packCode }).max({ version: 'version' }).first();
  return Number(row?.version ?? 0) + 1;
}

/** The 科类 in which a batch has plan rows, by code. */
export async function listPlanTracks(db: Knex, year: number, batch: string): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { track: string }[] }>(
    `select distinct track from plan_entries cross join unnest(tracks) as u (track)
      where year = ? and batch_code = ? order by track`,
    [year, batch],
  );
  return rows.map(({ track }) => track);
}

/** Takes the plan of a batch away, with its groups. */
export async function deleteBatchPlan(transaction: Knex.Transaction, year: number, batch: string) {
  for (const table of ['plan_groups', 'plan_entries'])
    await transaction(table).where({ year, batch_code: batch }).delete();
}

/** Takes the windows of a batch away. */
export async function deleteBatchWindows(transaction: Knex.Transaction, packCode: string, batch: string) {
  await transaction('windows').where({ pack_code: packCode, batch_code: batch }).delete();
}

/** Whether anybody has filed in a batch, or given it up. */
export async function hasFilings(db: Knex, batch: string): Promise<boolean> {
  return (await db('application_versions').where({ batch_code: batch }).first('id')) !== undefined;
}
