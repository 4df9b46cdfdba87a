import type { Knex } from 'knex';
import type { Scope } from '../../domain/officers/scope';
import { scopeCandidates } from '../../domain/officers/scope.repository';
import { compareSchoolClasses } from '../../rules/filing/class-order';

/** A class with its school, and how many of it wait for their first sign-in. */
export interface ClassCount {
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  readonly registered: number;
  /** Without a password. */
  readonly waiting: number;
  /** Of those, with a first secret that still serves. */
  readonly holding: number;
}

/** Somebody who gets a letter. */
export interface LetterReceiver {
  readonly id: number;
  readonly name: string;
  readonly candidateNumber: string;
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  readonly registrationNumber: string;
}

/** Looked up one by one, as `limit` has it: joined, a county's few thousand would be found by reading the whole province's. */
const OWN_CREDENTIAL = `cross join lateral (select password_hash, first_secret_expires_at from credentials
  where candidate_id = candidates.id limit 1) as own`;

/** Every class of a scope, in order of school and class. */
export async function listClassCounts(db: Knex, scope: Scope): Promise<ClassCount[]> {
  const query = db('candidates')
    .joinRaw(OWN_CREDENTIAL)
    .groupBy('school_code', 'school_name', 'class_name')
    .select({
      schoolCode: 'school_code',
      schoolName: 'school_name',
      className: 'class_name',
      registered: db.raw('count(*)::int'),
      waiting: db.raw('(count(*) filter (where password_hash is null))::int'),
      holding: db.raw(
        '(count(*) filter (where password_hash is null and first_secret_expires_at > clock_timestamp()))::int',
      ),
    });
  const rows: ClassCount[] = await scopeCandidates(query, scope);
  return rows.sort(compareSchoolClasses);
}

/** Whom letters are for; null leaves a part open. */
export interface LetterGroup {
  readonly schoolCode: string | null;
  readonly className: string | null;
  /** One of them alone. */
  readonly candidateNumber: string | null;
}

/** Who of a county, a school or a class has no password yet, or one of them; locked until the transaction ends. */
export async function lockLetterReceivers(
  transaction: Knex.Transaction,
  scope: Scope,
  { schoolCode, className, candidateNumber }: LetterGroup,
): Promise<LetterReceiver[]> {
  const query = transaction('candidates')
    .join('credentials', 'credentials.candidate_id', 'candidates.id')
    .whereNull('password_hash')
    .orderBy('candidate_number')
    .forUpdate('credentials')
    .select({
      id: 'candidates.id',
      name: 'name',
      candidateNumber: 'candidate_number',
      schoolCode: 'school_code',
      schoolName: 'school_name',
      className: 'class_name',
      registrationNumber: 'registration_number',
    });
  if (schoolCode !== null) query.where({ school_code: schoolCode });
  if (className !== null) query.where({ class_name: className });
  if (candidateNumber !== null) query.where({ candidate_number: candidateNumber });
  const rows: LetterReceiver[] = await scopeCandidates(query, scope);
  return rows.sort(compareSchoolClasses);
}

/** Whether a candidate of a scope has no password yet. */
export async function isLetterReceiver(db: Knex, scope: Scope, candidateNumber: string): Promise<boolean> {
  const query = db('candidates')
    .join('credentials', 'credentials.candidate_id', 'candidates.id')
    .where({ candidate_number: candidateNumber })
    .whereNull('password_hash')
    .select('candidates.id');
  const rows: unknown[] = await scopeCandidates(query, scope);
  return rows.length > 0;
}
