import type { Knex } from 'knex';
import { shareValues } from '../../infrastructure/share-values';
import type { Institution, PlanEntry, StoredPlanGroup, WithdrawnRow } from './plan-entry';

const entryColumns = {
  batch: 'batch_code',
  tracks: 'tracks',
  audience: 'audience',
  institution: 'institution_code',
  group: 'group_code',
  major: 'major_code',
  majorName: 'major_name',
  post: 'post_code',
  category: 'category',
  planType: 'plan_type',
  quota: 'quota',
  tuitionYuan: 'tuition_yuan',
  lengthYears: 'length_years',
  note: 'note',
  restrictions: 'restrictions',
} as const;

const INSERT_CHUNK = 1000;

/** Counts changes of institutions and plan rows, of whatever year. */
export async function findPlanVersion(db: Knex): Promise<number> {
  const row = await db('reference_versions').first('plan_version');
  return Number(row?.plan_version ?? 0);
}

/** Every institution of a year's plan, by code. */
export async function listInstitutions(db: Knex, year: number): Promise<Institution[]> {
  return db('institutions')
    .where({ year })
    .orderBy('code')
    .select({
      ...{ code: 'code', name: 'name', province: 'province', city: 'city' },
      ...{ ownership: 'ownership', schoolType: 'school_type' },
    });
}

/** Every row of a year's 招生计划, in the order in which it was published. */
export async function listPlanEntries(db: Knex, year: number): Promise<PlanEntry[]> {
  const rows: PlanEntry[] = await db('plan_entries').where({ year }).orderBy('id').select(entryColumns);
  shareValues(rows);
  return rows;
}

/** Every 院校专业组 that a year's plan says something of. */
export async function listPlanGroups(db: Knex, year: number): Promise<StoredPlanGroup[]> {
  const rows = await db('plan_groups')
    .where({ year })
    .orderBy(['batch_code', 'track', 'institution_code', 'code'])
    .select({
      batch: 'batch_code',
      track: 'track',
      institution: 'institution_code',
      code: 'code',
      name: 'name',
      mode: 'subject_mode',
      subjects: 'subjects',
      quota: 'quota',
      planTypes: 'plan_types',
      note: 'note',
    });
  return rows.map(({ mode, subjects, ...group }) => ({ ...group, requirement: { mode, subjects } }));
}

/** Adds groups of one year. */
export async function insertPlanGroups(
  db: Knex,
  year: number,
  groups: readonly StoredPlanGroup[],
): Promise<void> {
  const rows = groups.map(({ batch, institution, requirement, planTypes, ...group }) => ({
    ...group,
    year,
    batch_code: batch,
    institution_code: institution,
    subject_mode: requirement.mode,
    subjects: [...requirement.subjects],
    plan_types: [...planTypes],
  }));
  await db.batchInsert('plan_groups', rows, INSERT_CHUNK);
}

/** Rows that were taken out of a year's plan while the system ran. */
export async function listWithdrawnRows(db: Knex, year: number): Promise<WithdrawnRow[]> {
  return db('plan_changes').where({ year }).whereNull('after').orderBy('id').select({
    batch: 'batch_code',
    tracks: 'tracks',
    audience: 'audience',
    institution: 'institution_code',
    group: 'group_code',
    major: 'major_code',
  });
}

const { tuitionYuan: _fee, lengthYears: _length, note: _note, ...checkedColumns } = entryColumns;

/** What a check of a row looks at: neither fee nor length nor note. */
type CheckedEntry = Pick<PlanEntry, keyof typeof checkedColumns>;

/** The rows of one batch in a year's plan, and the years for which it has rows at all. */
export async function listBatchEntries(
  db: Knex,
  year: number,
  batch: string,
): Promise<{ readonly entries: CheckedEntry[]; readonly years: number[] }> {
  const [entries, years] = await Promise.all([
    db('plan_entries').where({ year, batch_code: batch }).orderBy('id').select(checkedColumns),
    db('plan_entries').where({ batch_code: batch }).distinct('year').orderBy('year'),
  ]);
  return { entries, years: years.map((row) => Number(row.year)) };
}

/**
 * A mark for each batch that has plan rows of any year: it changes with any row of the batch. Row versions by their
 * transactions: what is written anew has a higher one, so that neither count nor sum come to stand as they were.
 */
export async function markBatchPlans(db: Knex): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.raw<{ rows: { batch: string; mark: string }[] }>(
    `select batch_code as batch, concat(count(*), ' ', sum(xmin::text::bigint), ' ', max(id)) as mark
       from (select batch_code, xmin, id from plan_entries
             union all select batch_code, xmin, 0 from plan_groups) as rows
      group by 1`,
  );
  return new Map(rows.map(({ batch, mark }) => [batch, mark]));
}

/** A mark that changes with any institution of any year, as `markBatchPlans`. */
export async function markInstitutions(db: Knex): Promise<string> {
  const { rows } = await db.raw<{ rows: { mark: string }[] }>(
    "select concat(count(*), ' ', sum(xmin::text::bigint)) as mark from institutions",
  );
  return rows[0]?.mark ?? '';
}

/** Adds institutions; a code that the year already has is left as it is. */
export async function insertInstitutions(
  db: Knex,
  year: number,
  institutions: readonly Institution[],
): Promise<void> {
  const rows = institutions.map(({ code, name, province, city, ownership = '', schoolType = '' }) => ({
    ...{ year, code, name, province, city, ownership },
    school_type: schoolType,
  }));
  await db.batchInsert('institutions', rows, INSERT_CHUNK);
}

/** Adds plan rows of one year. */
export async function insertPlanEntries(
  db: Knex,
  year: number,
  entries: readonly PlanEntry[],
): Promise<void> {
  const rows = entries.map((entry) => {
    const row: Record<string, unknown> = { year };
    for (const [property, column] of Object.entries(entryColumns))
      row[column] = entry[property as keyof PlanEntry];
    return { ...row, restrictions: JSON.stringify(entry.restrictions) };
  });
  await db.batchInsert('plan_entries', rows, INSERT_CHUNK);
}

/** What a year's plan calls the audiences of its batches; rows that are open to all are left out. */
export async function listPlanAudiences(
  db: Knex,
  year: number,
): Promise<readonly { readonly batch: string; readonly audience: string }[]> {
  return db('plan_entries')
    .where({ year })
    .andWhereNot('audience', '')
    .distinct({ batch: 'batch_code', audience: 'audience' })
    .orderBy(['batch', 'audience']);
}
