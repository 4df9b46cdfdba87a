import type { Knex } from 'knex';

/** A class of an institution: who entered it in the same year are classmates, enrolled or graduated. */
export interface SchoolClass {
  readonly institutionName: string;
  readonly className: string;
  readonly entryYear: number;
}

export interface Classmate {
  readonly accountId: number;
  readonly personId: number;
}

const inClass = ({ institutionName, className, entryYear }: SchoolClass) => ({
  institution_name: institutionName,
  class_name: className,
  entry_year: entryYear,
});

/** Whether a person is or was in a class. */
export async function isInClass(db: Knex, personId: number, schoolClass: SchoolClass): Promise<boolean> {
  const row = await db('student_records')
    .where({ person_id: personId, ...inClass(schoolClass) })
    .first('id');
  return row !== undefined;
}

/** The active accounts of a person's classmates of one name; nobody where the person was not in that class. */
export async function listClassmates(
  db: Knex,
  personId: number,
  schoolClass: SchoolClass,
  name: string,
): Promise<Classmate[]> {
  if (!(await isInClass(db, personId, schoolClass))) return [];
  return db('accounts')
    .join('persons', 'persons.id', 'accounts.person_id')
    .where({ 'accounts.status': 'active', 'persons.name': name })
    .whereNot({ 'persons.id': personId })
    .whereIn('persons.id', db('student_records').where(inClass(schoolClass)).select('person_id'))
    .orderBy('accounts.id')
    .select({ accountId: 'accounts.id', personId: 'persons.id' });
}

/** Those of the accounts that are active. */
export async function listActiveAccounts(db: Knex, ids: readonly number[]): Promise<Set<number>> {
  const rows: { id: number }[] = await db('accounts')
    .whereIn('id', [...ids])
    .where({ status: 'active' })
    .select('id');
  return new Set(rows.map(({ id }) => id));
}
