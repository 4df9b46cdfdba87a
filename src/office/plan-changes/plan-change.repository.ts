import type { Knex } from 'knex';
import type { HeldRow } from '../../domain/granted-saves/holder.repository';
import type { PlanRow } from './plan-row.repository';

/** A change of a plan row, and how far those who filed it have been told. */
export interface PlanChange extends HeldRow {
  readonly id: number;
  readonly planName: string;
  readonly changes: string;
  readonly grantsSave: boolean;
  readonly changedAt: Date;
  readonly told: number;
  readonly lastCandidateId: number;
  readonly finishedAt: Date | null;
  /** Whether the row was taken out of the plan by it. */
  readonly withdrew: boolean;
}

const columns = {
  id: 'id',
  batch: 'batch_code',
  tracks: 'tracks',
  audience: 'audience',
  institution: 'institution_code',
  group: 'group_code',
  major: 'major_code',
  post: 'post_code',
  planName: 'plan_name',
  changes: 'changes',
  grantsSave: 'grants_save',
  changedAt: 'changed_at',
  told: 'told',
  lastCandidateId: 'last_candidate_id',
  finishedAt: 'finished_at',
} as const;

type NewPlanChange = Pick<PlanChange, keyof HeldRow | 'planName' | 'changes' | 'grantsSave' | 'changedAt'> & {
  readonly entryId: number;
  /** Of the plan. */
  readonly year: number;
  /** Null: the row was added. */
  readonly before: object | null;
  /** Null: it was withdrawn. */
  readonly after: object | null;
};

/** @returns the id */
export async function insertPlanChange(
  transaction: Knex.Transaction,
  change: NewPlanChange,
): Promise<number> {
  const [row] = await transaction('plan_changes')
    .insert({
      plan_entry_id: change.entryId,
      year: change.year,
      batch_code: change.batch,
      tracks: change.tracks,
      audience: change.audience,
      institution_code: change.institution,
      group_code: change.group,
      major_code: change.major,
      post_code: change.post,
      plan_name: change.planName,
      changes: change.changes,
      before: JSON.stringify(change.before),
      after: change.after === null ? null : JSON.stringify(change.after),
      grants_save: change.grantsSave,
      changed_at: change.changedAt,
    })
    .returning('id');
  return Number(row.id);
}

/** The newest changes; `limit` null: all. */
export async function listPlanChanges(db: Knex, limit: number | null): Promise<PlanChange[]> {
  const query = db('plan_changes')
    .orderBy('id', 'desc')
    .select(columns, { withdrew: db.raw('after is null') });
  const rows: PlanChange[] = await (limit === null ? query : query.limit(limit));
  return rows.map(toChange);
}

/** A change whose telling is to go on, locked until the transaction ends; null where it is done or unknown. */
export async function lockUnfinishedChange(
  transaction: Knex.Transaction,
  id: number,
): Promise<PlanChange | null> {
  const row = await transaction('plan_changes')
    .where({ id })
    .whereNull('finished_at')
    .forUpdate()
    .first(columns, { withdrew: transaction.raw('after is null') });
  return row === undefined ? null : toChange(row);
}

/** Records how far the telling has come. */
export async function recordTold(
  transaction: Knex.Transaction,
  id: number,
  progress: { readonly told: number; readonly last: number; readonly finished: boolean },
): Promise<void> {
  await transaction('plan_changes')
    .where({ id })
    .update({
      told: transaction.raw('told + ?', [progress.told]),
      last_candidate_id: progress.last,
      finished_at: progress.finished ? transaction.fn.now() : null,
    });
}

/** The row that a change took out of a year's plan, as it stood; null where the change did something else. */
export async function findWithdrawnRow(db: Knex, year: number, id: number): Promise<PlanRow | null> {
  const found = await db('plan_changes').where({ id, year }).whereNull('after').first('before');
  return found === undefined ? null : { lengthYears: null, ...found.before };
}

const toChange = (row: PlanChange): PlanChange => ({
  ...row,
  id: Number(row.id),
  lastCandidateId: Number(row.lastCandidateId),
});
