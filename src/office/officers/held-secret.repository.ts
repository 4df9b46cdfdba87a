import type { Knex } from 'knex';
import {
  listAccountColumns,
  type OfficerAccount,
  WAITS_FOR_RELEASE,
} from '../../domain/officers/officer.repository';
import { LOCK_ORDER } from './letter.repository';

/** An account whose first secret waits for another officer's 核准. */
export interface HeldOfficer extends OfficerAccount {
  readonly heldSince: Date;
  readonly firstSecretUntil: Date;
  readonly madeBy: number;
  /** Keyed hash of the secret: tells it from one made since. */
  readonly secretHash: Buffer;
}

const listHeldColumns = (db: Knex) => ({ ...listAccountColumns(db), secretHash: 'first_secret_hash' });

/** Every account that waits, by maker. */
export async function listHeldOfficers(db: Knex): Promise<HeldOfficer[]> {
  return db('officers')
    .whereRaw(WAITS_FOR_RELEASE)
    .orderBy(['made_by', 'role', 'city_code', 'county_code', 'school_code', 'id'])
    .select(listHeldColumns(db));
}

/** The account, where it waits. */
export async function findHeldOfficer(db: Knex, id: number): Promise<HeldOfficer | null> {
  return (
    (await db('officers').whereRaw(WAITS_FOR_RELEASE).andWhere({ id }).first(listHeldColumns(db))) ?? null
  );
}

/** Those of one maker, or the one of them; locked until the transaction ends. */
export async function lockHeldOfficers(
  transaction: Knex.Transaction,
  makerId: number,
  officerId: number | null,
): Promise<HeldOfficer[]> {
  const query = transaction('officers')
    .whereRaw(WAITS_FOR_RELEASE)
    .andWhere({ made_by: makerId })
    .orderByRaw(LOCK_ORDER)
    .forUpdate()
    .select(listHeldColumns(transaction));
  if (officerId !== null) query.andWhere({ id: officerId });
  return query;
}

const countRows = async (query: Knex.QueryBuilder): Promise<number> => {
  const [row] = await query.count({ count: '*' });
  return Number(row?.count ?? 0);
};

/** How many wait that this officer has made. */
export async function countHeldOf(db: Knex, officerId: number): Promise<number> {
  return countRows(db('officers').whereRaw(WAITS_FOR_RELEASE).andWhere({ made_by: officerId }));
}

/** How many wait that somebody else has made. */
export async function countHeldOfOthers(db: Knex, officerId: number): Promise<number> {
  return countRows(db('officers').whereRaw(WAITS_FOR_RELEASE).andWhereNot({ made_by: officerId }));
}

/** How many officers could release what this one has made: of the province, and able to sign in. */
export async function countOtherReleasers(db: Knex, officerId: number): Promise<number> {
  const able = db('officers')
    .where({ role: 'province' })
    .whereNull('disabled_at')
    .whereNotNull('password_hash');
  return countRows(able.whereNot({ id: officerId }));
}

/** From now on these secrets serve. @returns how many rows changed. */
export async function releaseFirstSecrets(
  transaction: Knex,
  officerIds: readonly number[],
  releasedBy: number,
): Promise<number> {
  return transaction('officers')
    .whereIn('id', [...officerIds])
    .whereNotNull('first_secret_held_since')
    .update({
      first_secret_held_since: null,
      first_secret_released_by: releasedBy,
      first_secret_released_at: transaction.raw('clock_timestamp()'),
    });
}

/** These secrets serve no more, and open nothing. @returns how many rows changed. */
export async function withdrawFirstSecrets(
  transaction: Knex,
  officerIds: readonly number[],
): Promise<number> {
  return transaction('officers')
    .whereIn('id', [...officerIds])
    .whereNotNull('first_secret_held_since')
    .update({ first_secret_hash: null, first_secret_expires_at: null, first_secret_held_since: null });
}
