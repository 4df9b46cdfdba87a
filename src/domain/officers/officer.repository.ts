import type { Knex } from 'knex';
import { defineStatement, listColumns } from '../../infrastructure/database/statement';
import type { Officer, OfficerDraft } from './officer';

const columns = {
  id: 'id',
  signInName: 'sign_in_name',
  name: 'name',
  role: 'role',
  cityCode: 'city_code',
  countyCode: 'county_code',
  schoolCode: 'school_code',
  placeName: 'place_name',
  previousSignInAt: 'previous_signed_in_at',
  previousSignInAddress: 'previous_signed_in_address',
} as const;

const selectSignedIn = defineStatement<Officer>(
  `select ${listColumns(columns)} from officers where id = $1 and session_id = $2 and disabled_at is null`,
);

/** The officer whose one session this is; null once it was ended, or the account disabled. */
export async function findSignedInOfficer(db: Knex, id: number, sessionId: string): Promise<Officer | null> {
  const { rows } = await selectSignedIn(db, [id, sessionId]);
  return rows[0] ?? null;
}

/** An account as the list of 工作人员 shows it. */
export interface OfficerAccount extends Officer {
  readonly signedInAt: Date | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** Password and 动态密码 are set. */
  readonly ready: boolean;
  /** Until when the first secret serves; null where there is none, or it has run out. */
  readonly firstSecretUntil: Date | null;
  /** Since when a first secret that would serve waits for another officer's 核准; null where none does. */
  readonly heldSince: Date | null;
  /** The officer who was shown the newest first secret; null: the operator, or nobody. */
  readonly madeBy: number | null;
  readonly releasedBy: number | null;
  readonly releasedAt: Date | null;
}

/**
 * The condition under which a first secret waits for 核准. Without a maker it is the operator's, whatever else a program
 * of before has left standing.
 */
export const HELD = 'first_secret_held_since is not null and made_by is not null';
/** The same of one that would serve if it were released. */
export const WAITS_FOR_RELEASE = `${HELD} and first_secret_expires_at > clock_timestamp() and disabled_at is null`;

/** What an `OfficerAccount` is read from. */
export const listAccountColumns = (db: Knex) => ({
  ...columns,
  signedInAt: 'signed_in_at',
  createdAt: 'created_at',
  disabledAt: 'disabled_at',
  ready: db.raw('(password_hash is not null and totp_secret_cipher is not null)'),
  firstSecretUntil: db.raw(
    'case when first_secret_expires_at > clock_timestamp() then first_secret_expires_at end',
  ),
  heldSince: db.raw(`case when ${WAITS_FOR_RELEASE} then first_secret_held_since end`),
  madeBy: 'made_by',
  releasedBy: 'first_secret_released_by',
  releasedAt: 'first_secret_released_at',
});

export async function listOfficers(db: Knex): Promise<OfficerAccount[]> {
  return db('officers')
    .orderBy(['role', 'city_code', 'county_code', 'school_code', 'id'])
    .select(listAccountColumns(db));
}

export async function findOfficer(db: Knex, id: number): Promise<OfficerAccount | null> {
  return (await db('officers').where({ id }).first(listAccountColumns(db))) ?? null;
}

export async function findOfficerByName(db: Knex, signInName: string): Promise<OfficerAccount | null> {
  return (await db('officers').where({ sign_in_name: signInName }).first(listAccountColumns(db))) ?? null;
}

/** Adds an account without password. `createdBy` null: the operator. @returns its id, null where the name is taken. */
export async function insertOfficer(
  transaction: Knex,
  draft: OfficerDraft,
  createdBy: number | null,
): Promise<number | null> {
  const [row] = await transaction('officers')
    .insert({
      sign_in_name: draft.signInName,
      name: draft.name,
      role: draft.role,
      city_code: draft.cityCode,
      county_code: draft.countyCode,
      school_code: draft.schoolCode,
      place_name: draft.placeName,
      created_by: createdBy,
    })
    .onConflict('sign_in_name')
    .ignore()
    .returning('id');
  return row?.id ?? null;
}

/** Ends an account's sessions and lets nobody in by it. @returns how many rows changed. */
export async function disableOfficer(transaction: Knex, id: number): Promise<number> {
  return transaction('officers')
    .where({ id })
    .whereNull('disabled_at')
    .update({ disabled_at: transaction.raw('clock_timestamp()'), session_id: null });
}

/** @returns how many rows changed. */
export async function enableOfficer(transaction: Knex, id: number): Promise<number> {
  return transaction('officers').where({ id }).whereNotNull('disabled_at').update({ disabled_at: null });
}

/** 姓名 and sign-in name of every account, by id as text. */
export async function listOfficerNames(db: Knex): Promise<ReadonlyMap<string, string>> {
  const rows = await db('officers').select({ id: 'id', name: 'name', signInName: 'sign_in_name' });
  return new Map(rows.map(({ id, name, signInName }) => [String(id), `${name}（${signInName}）`]));
}
