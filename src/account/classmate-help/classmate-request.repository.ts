import type { Knex } from 'knex';
import type { SchoolClass } from '../../domain/accounts/classmate.repository';

/** What an unproved account asked of a classmate, as it was typed. */
export interface ClassmateRequest extends SchoolClass {
  readonly id: number;
  readonly accountId: number;
  /** Whose number is claimed. */
  readonly personId: number;
  readonly classmateName: string;
  /** 核对码, four digits: who asks tells it to the classmate. */
  readonly matchCode: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly withdrawnAt: Date | null;
}

const columns = {
  id: 'classmate_requests.id',
  accountId: 'account_id',
  personId: 'person_id',
  classmateName: 'classmate_name',
  matchCode: 'match_code',
  institutionName: 'institution_name',
  className: 'class_name',
  entryYear: 'entry_year',
  createdAt: 'created_at',
  expiresAt: 'expires_at',
  withdrawnAt: 'withdrawn_at',
} as const;

interface NewClassmateRequest
  extends Pick<
    ClassmateRequest,
    'accountId' | 'personId' | 'classmateName' | 'matchCode' | keyof SchoolClass
  > {
  readonly days: number;
}

export async function insertRequest(
  transaction: Knex,
  request: NewClassmateRequest,
): Promise<ClassmateRequest> {
  const [row] = await transaction('classmate_requests')
    .insert({
      account_id: request.accountId,
      person_id: request.personId,
      classmate_name: request.classmateName,
      match_code: request.matchCode,
      institution_name: request.institutionName,
      class_name: request.className,
      entry_year: request.entryYear,
      expires_at: transaction.raw('clock_timestamp() + make_interval(days => ?)', [request.days]),
    })
    .returning<{ id: number }[]>('id');
  const found = row === undefined ? null : await findRequest(transaction, row.id);
  if (found === null) throw new Error('a request was not written');
  return found;
}

export async function findRequest(db: Knex, id: number): Promise<ClassmateRequest | null> {
  return (await db('classmate_requests').where({ id }).first(columns)) ?? null;
}

/** All requests of an account, the newest first. */
export async function listRequests(db: Knex, accountId: number): Promise<ClassmateRequest[]> {
  return db('classmate_requests').where({ account_id: accountId }).orderBy('id', 'desc').select(columns);
}

/** Whether anybody asked for help with a person's number within the last 24 hours. */
export async function wasAskedToday(db: Knex, personId: number): Promise<boolean> {
  const row = await db('classmate_requests')
    .where({ person_id: personId })
    .whereRaw("created_at > clock_timestamp() - interval '24 hours'")
    .first('id');
  return row !== undefined;
}

/** @returns how many rows changed: 0 when it was withdrawn before, has expired, or is another account's. */
export async function withdrawRequest(transaction: Knex, accountId: number, id: number): Promise<number> {
  return transaction('classmate_requests')
    .where({ id, account_id: accountId })
    .whereNull('withdrawn_at')
    .whereRaw('expires_at > clock_timestamp()')
    .update({ withdrawn_at: transaction.raw('clock_timestamp()') });
}

/** The next request whose days are over without anybody having been told, noted as told; null where there is none. */
export async function takeEndedRequest(transaction: Knex.Transaction): Promise<ClassmateRequest | null> {
  const row: ClassmateRequest | undefined = await transaction('classmate_requests')
    .whereNull('withdrawn_at')
    .whereNull('end_told_at')
    .whereRaw('expires_at <= clock_timestamp()')
    .orderBy('expires_at')
    .forUpdate()
    .skipLocked()
    .first(columns);
  if (row === undefined) return null;
  await transaction('classmate_requests')
    .where({ id: row.id })
    .update({ end_told_at: transaction.raw('clock_timestamp()') });
  return row;
}
