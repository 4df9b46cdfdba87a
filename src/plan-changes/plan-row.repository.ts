import type { Knex } from 'knex';
import type { PlanEntry } from '../plans';
import type { Condition } from '../rules/rule-pack';

/** A plan row with its id and the name of its institution. */
export interface PlanRow
  extends Pick<
    PlanEntry,
    | 'batch'
    | 'tracks'
    | 'audience'
    | 'institution'
    | 'group'
    | 'major'
    | 'majorName'
    | 'post'
    | 'category'
    | 'planType'
  > {
  readonly id: number;
  readonly institutionName: string;
  readonly quota: number;
  readonly tuitionYuan: number | null;
  readonly note: string;
  readonly restrictions: readonly Condition[];
}

/** What of a row can be changed while the system runs. */
export type PlanRowChange = Pick<PlanRow, 'majorName' | 'quota' | 'tuitionYuan' | 'note' | 'restrictions'>;

const columns = {
  id: 'p.id',
  batch: 'p.batch_code',
  tracks: 'p.tracks',
  audience: 'p.audience',
  institution: 'p.institution_code',
  institutionName: 'i.name',
  group: 'p.group_code',
  major: 'p.major_code',
  majorName: 'p.major_name',
  post: 'p.post_code',
  category: 'p.category',
  planType: 'p.plan_type',
  quota: 'p.quota',
  tuitionYuan: 'p.tuition_yuan',
  note: 'p.note',
  restrictions: 'p.restrictions',
} as const;

const rowsOf = (db: Knex) =>
  db('plan_entries as p').join('institutions as i', (join) =>
    join.on('i.year', 'p.year').andOn('i.code', 'p.institution_code'),
  );

/** More rows than any institution has. */
const MOST = 1_000_000;

/** Rows of an institution in a year's plan, of one batch and 专业 or of all; `limit` null: every one. */
export async function listPlanRows(
  db: Knex,
  year: number,
  filter: { readonly batch: string; readonly institution: string; readonly major: string },
  limit: number | null,
): Promise<PlanRow[]> {
  const query = rowsOf(db).where({ 'p.year': year, 'p.institution_code': filter.institution });
  if (filter.batch !== '') query.where('p.batch_code', filter.batch);
  if (filter.major !== '') query.where('p.major_code', filter.major);
  const rows: PlanRow[] = await query
    .orderBy(['p.batch_code', 'p.group_code', 'p.major_code', 'p.id'])
    .limit(limit ?? MOST)
    .select(columns);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** One row of a year's plan; null where there is none. */
export async function findPlanRow(db: Knex, year: number, id: number): Promise<PlanRow | null> {
  const row = await rowsOf(db).where({ 'p.year': year, 'p.id': id }).first(columns);
  return row === undefined ? null : { ...row, id: Number(row.id) };
}

/** Lets nobody else change a row until the transaction ends. */
export async function lockPlanRow(transaction: Knex.Transaction, id: number): Promise<void> {
  await transaction('plan_entries').where({ id }).forUpdate().first('id');
}

/** @returns rows changed */
export async function updatePlanRow(
  transaction: Knex.Transaction,
  id: number,
  { majorName, quota, tuitionYuan, note, restrictions }: PlanRowChange,
): Promise<number> {
  return transaction('plan_entries')
    .where({ id })
    .update({
      major_name: majorName,
      quota,
      tuition_yuan: tuitionYuan,
      note,
      restrictions: JSON.stringify(restrictions),
    });
}

/** Takes a row out of the plan. @returns rows changed */
export async function deletePlanRow(transaction: Knex.Transaction, id: number): Promise<number> {
  return transaction('plan_entries').where({ id }).delete();
}
