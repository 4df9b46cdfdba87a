import type { Knex } from 'knex';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { Condition } from '../../rules/pack/rule-pack';

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
  /** 办学性质 and 院校类型 of its institution; left out of a row that is not in the plan yet. */
  readonly ownership?: string;
  readonly schoolType?: string;
  readonly quota: number;
  readonly tuitionYuan: number | null;
  /** 学制 in years. */
  readonly lengthYears: number | null;
  readonly note: string;
  readonly restrictions: readonly Condition[];
}

/** What of a row can be changed while the system runs. */
export type PlanRowChange = Pick<
  PlanRow,
  'majorName' | 'quota' | 'tuitionYuan' | 'lengthYears' | 'note' | 'restrictions'
>;

/** A row that is to stand in the plan. */
export type NewPlanRow = Omit<PlanRow, 'id' | 'institutionName' | 'ownership' | 'schoolType'>;

const columns = {
  id: 'p.id',
  batch: 'p.batch_code',
  tracks: 'p.tracks',
  audience: 'p.audience',
  institution: 'p.institution_code',
  institutionName: 'i.name',
  ownership: 'i.ownership',
  schoolType: 'i.school_type',
  group: 'p.group_code',
  major: 'p.major_code',
  majorName: 'p.major_name',
  post: 'p.post_code',
  category: 'p.category',
  planType: 'p.plan_type',
  quota: 'p.quota',
  tuitionYuan: 'p.tuition_yuan',
  lengthYears: 'p.length_years',
  note: 'p.note',
  restrictions: 'p.restrictions',
} as const;

/** A row as the plan list has it. */
export const toListed = (row: Omit<PlanRow, 'id'>) => ({
  ...row,
  tuition: row.tuitionYuan,
  length: row.lengthYears,
});

const rowsOf = (db: Knex) =>
  db('plan_entries as p').join('institutions as i', (join) =>
    join.on('i.year', 'p.year').andOn('i.code', 'p.institution_code'),
  );

/** More rows than any institution has. */
const MAX = 1_000_000;

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
    .limit(limit ?? MAX)
    .select(columns);
  return rows.map(toRow);
}

/** One row of a year's plan; null where there is none. */
export async function findPlanRow(db: Knex, year: number, id: number): Promise<PlanRow | null> {
  const row = await rowsOf(db).where({ 'p.year': year, 'p.id': id }).first(columns);
  return row === undefined ? null : toRow(row);
}

const toRow = (row: PlanRow): PlanRow => ({
  ...row,
  id: Number(row.id),
  lengthYears: row.lengthYears === null ? null : Number(row.lengthYears),
});

/** Lets nobody else change a row until the transaction ends. */
export async function lockPlanRow(transaction: Knex.Transaction, id: number): Promise<void> {
  await transaction('plan_entries').where({ id }).forUpdate().first('id');
}

/** @returns rows changed */
export async function updatePlanRow(
  transaction: Knex.Transaction,
  id: number,
  { majorName, quota, tuitionYuan, lengthYears, note, restrictions }: PlanRowChange,
): Promise<number> {
  return transaction('plan_entries')
    .where({ id })
    .update({
      major_name: majorName,
      quota,
      tuition_yuan: tuitionYuan,
      length_years: lengthYears,
      note,
      restrictions: JSON.stringify(restrictions),
    });
}

/** Takes a row out of the plan. @returns rows changed */
export async function deletePlanRow(transaction: Knex.Transaction, id: number): Promise<number> {
  return transaction('plan_entries').where({ id }).delete();
}

/** Lets nobody else add a row of an institution until the transaction ends. @returns its name; null: not in the list */
export async function lockInstitution(transaction: Knex, year: number, code: string): Promise<string | null> {
  const row = await transaction('institutions').where({ year, code }).forUpdate().first('name');
  return row?.name ?? null;
}

/** A row that the same candidates would file under the same codes; of institutions alone, with the same 专业 name. */
export async function findSameRow(db: Knex, year: number, row: NewPlanRow): Promise<PlanRow | null> {
  const { batch, audience, institution, group, major, post, majorName, tracks } = row;
  const query = rowsOf(db)
    .where({
      'p.year': year,
      'p.batch_code': batch,
      'p.audience': audience,
      'p.institution_code': institution,
      'p.group_code': group,
      'p.major_code': major,
      'p.post_code': post,
    })
    .whereRaw('p.tracks && cast(? as text[])', [[...tracks]]);
  if (major === '') query.where('p.major_name', majorName);
  const same = await query.first(columns);
  return same === undefined ? null : toRow(same);
}

/** @returns the id */
export async function insertPlanRow(
  transaction: Knex.Transaction,
  year: number,
  row: NewPlanRow,
): Promise<number> {
  const [inserted] = await transaction('plan_entries')
    .insert({
      year,
      batch_code: row.batch,
      tracks: row.tracks,
      audience: row.audience,
      institution_code: row.institution,
      group_code: row.group,
      major_code: row.major,
      major_name: row.majorName,
      post_code: row.post,
      category: row.category,
      plan_type: row.planType,
      quota: row.quota,
      tuition_yuan: row.tuitionYuan,
      length_years: row.lengthYears,
      note: row.note,
      restrictions: JSON.stringify(row.restrictions),
    })
    .returning('id');
  return Number(inserted.id);
}
