import type { Knex } from 'knex';
import { unlessTaken } from '../../infrastructure/database/unique-violation';

/** One request to put a version back, and what became of it. */
export interface Restoration {
  readonly id: number;
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly candidateName: string;
  readonly versionId: number;
  readonly batch: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly savedAt: Date;
  readonly policeReport: string;
  readonly reason: string;
  readonly requestedBy: number;
  readonly requesterName: string;
  readonly requestedAt: Date;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly decision: 'approved' | 'refused' | null;
  readonly decisionReason: string | null;
}

const columns = {
  id: 'r.id',
  candidateId: 'r.candidate_id',
  candidateNumber: 'c.candidate_number',
  candidateName: 'c.name',
  versionId: 'r.version_id',
  batch: 'v.batch_code',
  ordinal: 'v.ordinal',
  saveNumber: 'v.save_number',
  savedAt: 'v.saved_at',
  policeReport: 'r.police_report',
  reason: 'r.reason',
  requestedBy: 'r.requested_by',
  requesterName: 'a.name',
  requestedAt: 'r.requested_at',
  deciderName: 'b.name',
  decidedAt: 'r.decided_at',
  decision: 'r.decision',
  decisionReason: 'r.decision_reason',
} as const;

const selectAll = (db: Knex) =>
  db('restorations as r')
    .join('candidates as c', 'c.id', 'r.candidate_id')
    .join('application_versions as v', 'v.id', 'r.version_id')
    .join('officers as a', 'a.id', 'r.requested_by')
    .leftJoin('officers as b', 'b.id', 'r.decided_by')
    .select(columns);

/** What waits for a second officer first, then (`limit` null: all) what was decided, the newest first. */
export async function listRestorations(db: Knex, limit: number | null): Promise<Restoration[]> {
  const query = selectAll(db).orderByRaw('r.decided_at is not null').orderBy('r.id', 'desc');
  return limit === null ? query : query.limit(limit);
}

/** One request; null where there is none. */
export async function findRestoration(db: Knex, id: number): Promise<Restoration | null> {
  return (await selectAll(db).where('r.id', id).first()) ?? null;
}

/** One request, its row locked until the transaction ends. */
export async function lockRestoration(
  transaction: Knex.Transaction,
  id: number,
): Promise<Restoration | null> {
  await transaction('restorations').where({ id }).forUpdate().first('id');
  return findRestoration(transaction, id);
}

interface NewRestoration {
  readonly candidateId: number;
  readonly group: string;
  readonly versionId: number;
  readonly policeReport: string;
  readonly reason: string;
  readonly requestedBy: number;
}

/** @returns the new id; null where a request for this group waits already. */
export async function insertRestoration(
  transaction: Knex.Transaction,
  request: NewRestoration,
): Promise<number | null> {
  return unlessTaken(transaction, async (nested) => {
    const [row] = await nested('restorations')
      .insert({
        candidate_id: request.candidateId,
        group_code: request.group,
        version_id: request.versionId,
        police_report: request.policeReport,
        reason: request.reason,
        requested_by: request.requestedBy,
      })
      .returning('id');
    return row.id;
  });
}

interface Decision {
  readonly decision: 'approved' | 'refused';
  readonly by: number;
  readonly reason: string | null;
  readonly restoredVersionId: number | null;
}

/** @returns how many rows changed: 0 where it was decided already. */
export async function decideRestoration(
  transaction: Knex.Transaction,
  id: number,
  { decision, by, reason, restoredVersionId }: Decision,
): Promise<number> {
  return transaction('restorations')
    .where({ id })
    .whereNull('decided_at')
    .update({
      decision,
      decided_by: by,
      decided_at: transaction.raw('clock_timestamp()'),
      decision_reason: reason,
      restored_version_id: restoredVersionId,
    });
}
