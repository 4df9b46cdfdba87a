import type { Knex } from 'knex';
import { type Scope, scopeCandidates } from '../officers';

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
  readonly schoolName: string;
  readonly className: string;
  readonly registrationNumber: string;
}

/** Every class of a scope, in order of school and class. */
export async function listClassCounts(db: Knex, scope: Scope): Promise<ClassCount[]> {
  const query = db('candidates')
    .join('credentials', 'credentials.candidate_id', 'candidates.id')
    .groupBy('school_code', 'school_name', 'class_name')
    .orderBy(['school_code', 'class_name'])
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
  return scopeCandidates(query, scope);
}

/** Who of a school, or of one of its classes, has no password yet; locked until the transaction ends. */
export async function lockLetterReceivers(
  transaction: Knex.Transaction,
  scope: Scope,
  { schoolCode, className }: { readonly schoolCode: string; readonly className: string | null },
): Promise<LetterReceiver[]> {
  const query = transaction('candidates')
    .join('credentials', 'credentials.candidate_id', 'candidates.id')
    .where({ school_code: schoolCode })
    .whereNull('password_hash')
    .orderBy(['class_name', 'candidate_number'])
    .forUpdate('credentials')
    .select({
      id: 'candidates.id',
      name: 'name',
      candidateNumber: 'candidate_number',
      schoolName: 'school_name',
      className: 'class_name',
      registrationNumber: 'registration_number',
    });
  if (className !== null) query.where({ class_name: className });
  return scopeCandidates(query, scope);
}
