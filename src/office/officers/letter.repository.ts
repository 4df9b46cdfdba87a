import type { Knex } from 'knex';
import type { OfficerRole } from '../../domain/officers/officer';

/** How many accounts of a county, or of a city itself, have no password yet. */
export interface WaitingPlace {
  /** Code of the city or of the county. */
  readonly code: string;
  readonly name: string;
  readonly waiting: number;
  /** Of those, with a first secret that still serves. */
  readonly holding: number;
}

/** Somebody who gets a letter. */
export interface OfficerLetter {
  readonly id: number;
  readonly signInName: string;
  readonly name: string;
  readonly placeName: string;
}

const PLACE = 'coalesce(officers.county_code, officers.city_code)';
/** The order in which many accounts are locked, so that two acts on them never wait for each other. */
export const LOCK_ORDER = `${PLACE}, officers.school_code nulls first, officers.id`;

const queryWaiting = (db: Knex, roles: readonly OfficerRole[]) =>
  db('officers')
    .whereIn('officers.role', [...roles])
    .whereNull('officers.password_hash')
    .whereNull('officers.disabled_at');

/** Where accounts of some roles wait for their first sign-in. */
export async function listWaitingPlaces(db: Knex, roles: readonly OfficerRole[]): Promise<WaitingPlace[]> {
  return queryWaiting(db, roles)
    .leftJoin('places', (join) =>
      join.on(db.raw(`places.code = ${PLACE}`)).onIn('places.kind', ['city', 'county']),
    )
    .groupByRaw(`${PLACE}, places.name`)
    .orderByRaw(PLACE)
    .select(
      db.raw(`${PLACE} as code`),
      db.raw(`coalesce(places.name, ${PLACE}) as name`),
      db.raw('count(*)::int as waiting'),
      db.raw('(count(*) filter (where first_secret_expires_at > clock_timestamp()))::int as holding'),
    );
}

/** Accounts that wait, of one city or county, or all; locked until the transaction ends. */
export async function lockWaitingOfficers(
  transaction: Knex.Transaction,
  roles: readonly OfficerRole[],
  place: string | null,
): Promise<OfficerLetter[]> {
  const query = queryWaiting(transaction, roles)
    .orderByRaw(LOCK_ORDER)
    .forUpdate()
    .select({ id: 'id', signInName: 'sign_in_name', name: 'name', placeName: 'place_name' });
  if (place !== null) query.whereRaw(`${PLACE} = ?`, [place]);
  return query;
}
