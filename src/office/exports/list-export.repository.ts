import type { Knex } from 'knex';
import type { LayoutColumn } from './layout';
import type { Manifest } from './write-package';

export type ExportState = 'requested' | 'refused' | 'running' | 'stopped' | 'failed' | 'done';

/** One hand-over of final lists. */
export interface ListExport {
  readonly id: number;
  readonly batches: readonly string[];
  readonly reason: string;
  readonly state: ExportState;
  readonly requestedBy: number;
  readonly requesterName: string;
  readonly requestedAt: Date;
  readonly firstHalfCipher: Buffer | null;
  readonly deciderName: string | null;
  readonly total: number;
  readonly written: number;
  /** Running, and silent for a minute: the process that worked on it is gone. */
  readonly silent: boolean;
  readonly manifest: Manifest | null;
  /** Null: all columns, under their own names. */
  readonly layout: readonly LayoutColumn[] | null;
  /** Whether its file can still be fetched. */
  readonly kept: boolean;
}

/** Days for which the file of a package is kept; the record of it stays. */
export const KEPT_DAYS = 90;

const selectAll = (db: Knex) =>
  db('list_exports as e')
    .join('officers as a', 'a.id', 'e.requested_by')
    .leftJoin('officers as b', 'b.id', 'e.decided_by')
    .select({
      id: 'e.id',
      batches: 'e.batch_codes',
      reason: 'e.reason',
      state: 'e.state',
      requestedBy: 'e.requested_by',
      requesterName: 'a.name',
      requestedAt: 'e.requested_at',
      firstHalfCipher: 'e.first_half_cipher',
      deciderName: 'b.name',
      total: 'e.total',
      written: 'e.written',
      silent: db.raw("e.state = 'running' and e.heartbeat_at < clock_timestamp() - interval '1 minute'"),
      manifest: 'e.manifest',
      layout: 'e.layout',
      kept: db.raw('exists (select from list_export_parts p where p.export_id = e.id)'),
    });

/** The newest first. */
export async function listExports(db: Knex, limit: number | null): Promise<ListExport[]> {
  const query = selectAll(db).orderBy('e.id', 'desc');
  return limit === null ? query : query.limit(limit);
}

export async function findExport(db: Knex, id: number): Promise<ListExport | null> {
  return (await selectAll(db).where('e.id', id).first()) ?? null;
}

export async function insertExport(
  transaction: Knex,
  order: {
    readonly batches: readonly string[];
    readonly reason: string;
    readonly requestedBy: number;
    readonly firstHalfCipher: Buffer;
    readonly layout: readonly LayoutColumn[];
  },
): Promise<number> {
  const [row] = await transaction('list_exports')
    .insert({
      batch_codes: [...order.batches],
      reason: order.reason,
      requested_by: order.requestedBy,
      first_half_cipher: order.firstHalfCipher,
      layout: JSON.stringify(order.layout),
    })
    .returning('id');
  return row.id;
}

/** The layout that was asked for last; null where none ever was. */
export async function findLastLayout(db: Knex): Promise<readonly LayoutColumn[] | null> {
  const row = await db('list_exports').whereNotNull('layout').orderBy('id', 'desc').first('layout');
  return row?.layout ?? null;
}

/** Decides a request; the sealed half is taken out. @returns how many rows changed: 0 where it was decided already. */
export async function decideExport(
  transaction: Knex,
  id: number,
  state: 'running' | 'refused',
  by: number,
): Promise<number> {
  return transaction('list_exports')
    .where({ id, state: 'requested' })
    .update({
      state,
      decided_by: by,
      decided_at: transaction.raw('clock_timestamp()'),
      heartbeat_at: transaction.raw('clock_timestamp()'),
      first_half_cipher: null,
    });
}

/** Stops one that runs. @returns how many rows changed. */
export async function stopExport(transaction: Knex, id: number, by: number): Promise<number> {
  return transaction('list_exports')
    .where({ id, state: 'running' })
    .update({ state: 'stopped', stopped_by: by });
}

/** Records how far one is. @returns whether it still is to go on. */
export async function recordProgress(db: Knex, id: number, total: number, written: number): Promise<boolean> {
  const changed = await db('list_exports')
    .where({ id, state: 'running' })
    .update({ total, written, heartbeat_at: db.raw('clock_timestamp()') });
  return changed === 1;
}

/** @returns how many rows changed: 0 where it was stopped meanwhile. */
export async function finishExport(
  db: Knex,
  id: number,
  state: 'done' | 'failed',
  manifest: Manifest | null,
): Promise<number> {
  return db('list_exports')
    .where({ id, state: 'running' })
    .update({ state, manifest: manifest === null ? null : JSON.stringify(manifest) });
}

export async function insertPart(db: Knex, exportId: number, part: number, bytes: Buffer): Promise<void> {
  await db('list_export_parts').insert({ export_id: exportId, part, bytes });
}

export async function deleteParts(db: Knex, exportId: number): Promise<void> {
  await db('list_export_parts').where({ export_id: exportId }).delete();
}

/** Deletes the files of packages that are older than they are kept. */
export async function deleteOldPackages(db: Knex): Promise<void> {
  await db('list_export_parts')
    .whereIn(
      'export_id',
      db('list_exports')
        .whereRaw('decided_at < clock_timestamp() - make_interval(days => ?)', [KEPT_DAYS])
        .select('id'),
    )
    .delete();
}

/** The encrypted package, part by part. */
export async function* readParts(db: Knex, exportId: number): AsyncGenerator<Buffer> {
  for (let part = 1; ; part += 1) {
    const row = await db('list_export_parts').where({ export_id: exportId, part }).first('bytes');
    if (row === undefined) return;
    yield row.bytes;
  }
}
