import type { Knex } from 'knex';
import type { ImportReport } from '../import-report';
import type { KindCode } from '../kind';

/** What the operator's command asks an officer of the province for, and what they said. */
export interface ImportApproval {
  readonly id: number;
  readonly kind: KindCode;
  readonly fileName: string;
  readonly mark: string;
  readonly report: ImportReport;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decision: 'approved' | 'refused' | null;
  readonly deciderId: number | null;
  readonly deciderName: string | null;
}

const columns = {
  id: 'a.id',
  kind: 'a.kind',
  fileName: 'a.file_name',
  mark: 'a.mark',
  report: 'a.report',
  reason: 'a.reason',
  requestedBy: 'a.requested_by',
  requestedAt: 'a.requested_at',
  decision: 'a.decision',
  deciderId: 'a.decided_by',
  deciderName: 'o.name',
} as const;

const select = (db: Knex) =>
  db('import_approvals as a').leftJoin('officers as o', 'o.id', 'a.decided_by').select(columns);

/** What waits for an officer, and what was approved and is not carried out yet. */
export async function listOpenApprovals(db: Knex): Promise<readonly ImportApproval[]> {
  return select(db)
    .whereNull('a.used_at')
    .andWhere((open) => open.whereNull('a.decision').orWhere('a.decision', 'approved'))
    .orderBy('a.id', 'desc')
    .limit(50);
}

export async function findApproval(db: Knex, id: number): Promise<ImportApproval | null> {
  return (await select(db).where('a.id', id).first()) ?? null;
}

/** The newest word on exactly this that was not used yet; null where nobody was asked. */
export async function findApprovalByMark(
  db: Knex,
  kind: KindCode,
  mark: string,
): Promise<ImportApproval | null> {
  return (
    (await select(db)
      .where({ 'a.kind': kind, 'a.mark': mark })
      .whereNull('a.used_at')
      .orderBy('a.id', 'desc')
      .first()) ?? null
  );
}

/** @returns the id; that of the request that waits already, where one does. */
export async function insertApproval(
  db: Knex,
  request: Pick<ImportApproval, 'kind' | 'fileName' | 'mark' | 'report' | 'reason' | 'requestedBy'>,
): Promise<number> {
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `insert into import_approvals (kind, file_name, mark, report, reason, requested_by) values (?, ?, ?, ?, ?, ?)
     on conflict (kind, mark) where decided_at is null do update set reason = excluded.reason returning id`,
    [
      request.kind,
      request.fileName,
      request.mark,
      JSON.stringify(request.report),
      request.reason,
      request.requestedBy,
    ],
  );
  return Number(rows[0]?.id);
}

/** @returns how many rows changed: 0 where it was decided already. */
export async function decideApproval(
  transaction: Knex.Transaction,
  id: number,
  decision: 'approved' | 'refused',
  officerId: number,
): Promise<number> {
  return transaction('import_approvals')
    .where({ id })
    .whereNull('decided_at')
    .update({ decision, decided_by: officerId, decided_at: transaction.raw('clock_timestamp()') });
}

/** Uses an approval up. @returns how many rows changed: 0 where it was used already. */
export async function useApproval(transaction: Knex.Transaction, id: number): Promise<number> {
  return transaction('import_approvals')
    .where({ id, decision: 'approved' })
    .whereNull('used_at')
    .update({ used_at: transaction.raw('clock_timestamp()') });
}
