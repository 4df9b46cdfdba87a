import type { Knex } from 'knex';
import { unlessTaken } from '../../infrastructure/database/unique-violation';

/** That a pack be put in force, and what became of it. */
export interface ActivationRequest {
  readonly id: number;
  readonly packId: number;
  readonly replacesId: number;
  readonly number: number;
  readonly reason: string;
  /** Null: the operator of the command. */
  readonly requestedBy: number | null;
  readonly requesterName: string | null;
  readonly requestedAt: Date;
  readonly decision: 'approved' | 'refused' | null;
}

const columns = {
  id: 'r.id',
  packId: 'r.pack_id',
  replacesId: 'r.replaces_id',
  number: 'r.number',
  reason: 'r.reason',
  requestedBy: 'r.requested_by',
  requesterName: 'o.name',
  requestedAt: 'r.requested_at',
  decision: 'r.decision',
} as const;

type Row = Omit<ActivationRequest, 'id' | 'packId' | 'replacesId' | 'requestedBy'> &
  Record<'id' | 'packId' | 'replacesId', string> & { requestedBy: string | null };

const select = (db: Knex) =>
  db('rule_pack_requests as r').leftJoin('officers as o', 'o.id', 'r.requested_by').select(columns);

const toRequest = (row: Row): ActivationRequest => ({
  ...row,
  id: Number(row.id),
  packId: Number(row.packId),
  replacesId: Number(row.replacesId),
  requestedBy: row.requestedBy === null ? null : Number(row.requestedBy),
});

/** What waits for a second officer, by pack. */
export async function listWaitingRequests(db: Knex): Promise<readonly ActivationRequest[]> {
  const rows: Row[] = await select(db).whereNull('r.decided_at').orderBy('r.id');
  return rows.map(toRequest);
}

/** The request of a pack that waits; null where none does. */
export async function findWaitingRequest(db: Knex, packId: number): Promise<ActivationRequest | null> {
  return (await listWaitingRequests(db)).find((one) => one.packId === packId) ?? null;
}

/** The same, its row locked until the transaction ends. */
export async function lockWaitingRequest(
  transaction: Knex.Transaction,
  packId: number,
): Promise<ActivationRequest | null> {
  await transaction('rule_pack_requests')
    .where({ pack_id: packId })
    .whereNull('decided_at')
    .forUpdate()
    .first('id');
  return findWaitingRequest(transaction, packId);
}

type NewRequest = Pick<ActivationRequest, 'packId' | 'replacesId' | 'number' | 'reason' | 'requestedBy'>;

/** @returns the id; null where a request for the pack waits already. */
export async function insertRequest(
  transaction: Knex.Transaction,
  { packId, replacesId, number, reason, requestedBy }: NewRequest,
): Promise<number | null> {
  return unlessTaken(transaction, async (nested) => {
    const [row] = await nested('rule_pack_requests')
      .insert({ pack_id: packId, replaces_id: replacesId, number, reason, requested_by: requestedBy })
      .returning('id');
    return Number(row.id);
  });
}

/** @returns how many rows changed: 0 where it was decided already. */
export async function decideRequest(
  transaction: Knex.Transaction,
  id: number,
  decision: 'approved' | 'refused',
  by: number,
  reason: string | null,
): Promise<number> {
  return transaction('rule_pack_requests')
    .where({ id })
    .whereNull('decided_at')
    .update({
      decision,
      decided_by: by,
      decided_at: transaction.raw('clock_timestamp()'),
      decision_reason: reason,
    });
}
