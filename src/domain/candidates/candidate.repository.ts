import type { Knex } from 'knex';
import { defineStatement, listColumns, type Query, send } from '../../infrastructure/database/statement';
import type { Cipher } from '../../infrastructure/security/cipher';
import { everyHash } from '../../infrastructure/security/keyed-hash';
import type { Candidate } from './candidate';
import type { FileState } from './file-state';
import { SELECT_FILE_STATE } from './file-state.repository';
import { openIdentityNumber, sealIdentityNumber, sealPhone } from './sealed-values';

/** A candidate as pages see one: what is encrypted stays out until it is asked for. */
export type CandidateRecord = Omit<Candidate, 'identityNumber' | 'phone'> & {
  readonly id: number;
  /** 不是我操作: nothing may be filed, changed or given up until it is thawed. */
  readonly frozenAt: Date | null;
  /** 档案状态 over all headings: where the file was taken last. */
  readonly fileState: FileState;
  /** Another one as soon as anything in the candidate's row is changed. */
  readonly mark: string;
};

export const CANDIDATE_MARK = 'candidates.xmin::text';

export const candidateColumns = {
  id: 'id',
  candidateNumber: 'candidate_number',
  name: 'name',
  sex: 'sex',
  bornOn: 'born_on',
  ethnicity: 'ethnicity',
  kind: 'kind',
  track: 'track',
  countyCode: 'county_code',
  countyName: 'county_name',
  schoolCode: 'school_code',
  schoolName: 'school_name',
  className: 'class_name',
  registrationNumber: 'registration_number',
  facts: 'facts',
  frozenAt: 'frozen_at',
  fileState: SELECT_FILE_STATE,
  mark: CANDIDATE_MARK,
} as const;

const selectCandidate = defineStatement<CandidateRecord>(
  `select ${listColumns(candidateColumns)} from candidates where id = $1`,
);

export const candidateQuery = (id: number): Query<CandidateRecord | null> =>
  selectCandidate.query([id], ([row]) => row ?? null);

export function findCandidate(db: Knex, id: number): Promise<CandidateRecord | null> {
  return send(db, candidateQuery(id));
}

/** The candidate $1, where $2 is their one session. */
export const SELECT_SIGNED_IN = `select ${listColumns(candidateColumns)} from candidates join credentials on candidate_id = id
    where id = $1 and session_id = $2`;
const selectSignedIn = defineStatement<CandidateRecord>(SELECT_SIGNED_IN);

/** One who is known to exist. */
export async function getCandidate(db: Knex, id: number): Promise<CandidateRecord> {
  const candidate = await findCandidate(db, id);
  if (candidate === null) throw new Error(`candidate ${id} does not exist`);
  return candidate;
}

/** The candidate whose one session this is; null once a newer sign-in, a reset or 退出 has ended it. */
export async function findSignedInCandidate(
  db: Knex,
  id: number,
  sessionId: string,
): Promise<CandidateRecord | null> {
  const { rows } = await selectSignedIn(db, [id, sessionId]);
  return rows[0] ?? null;
}

// "No key" lets drafts and readings, which only refer to the candidate, pass meanwhile.
const lockRow = defineStatement<{ frozenAt: Date | null }>(
  'select frozen_at as "frozenAt" from candidates where id = $1 for no key update',
);

/**
 * Makes the candidate's changes one at a time until the transaction ends.
 * @returns whether everything is frozen (不是我操作), as it stands under the lock.
 */
export function lockCandidate(
  transaction: Knex.Transaction,
  candidateId: number,
): Promise<{ readonly frozenAt: Date | null }> {
  return send(transaction, candidateLock(candidateId));
}

/** `lockCandidate` among other queries: what stands behind it is read under the lock. */
export const candidateLock = (candidateId: number): Query<{ readonly frozenAt: Date | null }> =>
  lockRow.query([candidateId], ([row]) => {
    if (row === undefined) throw new Error(`candidate ${candidateId} does not exist`);
    return row;
  });

/** 证件号码 in clear, for the few pages that print it. */
export async function getIdentityNumber(db: Knex, cipher: Cipher, id: number): Promise<string> {
  const row = await db('candidates').where({ id }).first('identity_number_cipher', 'candidate_number');
  if (!row) throw new Error(`candidate ${id} does not exist`);
  return openIdentityNumber(cipher, row.identity_number_cipher, row.candidate_number);
}

/** The facts by which somebody without a password is recognised. */
export interface IdentityRecord {
  readonly id: number;
  readonly candidateNumber: string;
  readonly name: string;
  readonly identityNumberIndex: Buffer;
}

const identityColumns = {
  id: 'id',
  candidateNumber: 'candidate_number',
  name: 'name',
  identityNumberIndex: 'identity_number_index',
} as const;

export async function findIdentityByNumber(
  db: Knex,
  candidateNumber: string,
): Promise<IdentityRecord | null> {
  const row = await db('candidates').where({ candidate_number: candidateNumber }).first(identityColumns);
  return row ?? null;
}

/** Who has a 证件号码, by its blind index. */
export async function findIdentityByIndex(db: Knex, index: Buffer): Promise<IdentityRecord | null> {
  const row = await db('candidates')
    .whereIn('identity_number_index', everyHash(index))
    .first(identityColumns);
  return row ?? null;
}

/** Some 考生号, the same for the same `draw` (a whole number from 0); null where there is no candidate yet. */
export async function findNumberNear(db: Knex, draw: number): Promise<string | null> {
  const result = await db.raw<{ rows: { candidateNumber: string }[] }>(
    `select candidate_number as "candidateNumber" from candidates
      where id >= 1 + mod(?::bigint, (select max(id) from candidates)) order by id limit 1`,
    [draw],
  );
  return result.rows[0]?.candidateNumber ?? null;
}

/** 考生号 of some candidates, by id as text. */
export async function listCandidateNumbers(
  db: Knex,
  ids: readonly number[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db('candidates')
    .whereIn('id', [...ids])
    .select({ id: 'id', number: 'candidate_number' });
  return new Map(rows.map(({ id, number }) => [String(id), number]));
}

/** Adds a candidate; 证件号码 and phone are encrypted and indexed here. @returns the new id. */
export async function insertCandidate(db: Knex, cipher: Cipher, candidate: Candidate): Promise<number> {
  const { candidateNumber } = candidate;
  const identityNumber = sealIdentityNumber(cipher, candidate.identityNumber.toUpperCase(), candidateNumber);
  const phone = candidate.phone === null ? null : sealPhone(cipher, candidate.phone, candidateNumber);
  const [row] = await db('candidates')
    .insert({
      candidate_number: candidateNumber,
      name: candidate.name,
      identity_number_cipher: identityNumber.cipher,
      identity_number_index: identityNumber.index,
      phone_cipher: phone?.cipher ?? null,
      phone_index: phone?.index ?? null,
      phone_bound_at: phone === null ? null : db.fn.now(),
      sex: candidate.sex,
      born_on: candidate.bornOn,
      ethnicity: candidate.ethnicity,
      kind: candidate.kind,
      track: candidate.track,
      county_code: candidate.countyCode,
      county_name: candidate.countyName,
      school_code: candidate.schoolCode,
      school_name: candidate.schoolName,
      class_name: candidate.className,
      registration_number: candidate.registrationNumber,
      facts: JSON.stringify(candidate.facts),
    })
    .returning('id');
  return row.id;
}
