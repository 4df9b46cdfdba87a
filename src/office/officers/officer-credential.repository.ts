import type { Knex } from 'knex';
import { HELD } from '../../domain/officers/officer.repository';

/** What an officer signs in with, still encrypted or hashed. */
export interface OfficerCredential {
  readonly officerId: number;
  readonly signInName: string;
  readonly passwordHash: string | null;
  readonly totpSecretCipher: Buffer | null;
  /** Keyed hash of a first secret that still serves. */
  readonly firstSecretHash: Buffer | null;
  /** It waits for another officer's 核准, and opens nothing before. */
  readonly held: boolean;
}

const listCredentialColumns = (db: Knex) => ({
  officerId: 'id',
  signInName: 'sign_in_name',
  passwordHash: 'password_hash',
  totpSecretCipher: 'totp_secret_cipher',
  firstSecretHash: db.raw('case when first_secret_expires_at > clock_timestamp() then first_secret_hash end'),
  held: db.raw(`(${HELD})`),
});

/** The credential behind a sign-in name; null when there is none, or it is disabled. */
export async function findOfficerCredential(db: Knex, signInName: string): Promise<OfficerCredential | null> {
  const row = await db('officers')
    .where({ sign_in_name: signInName })
    .whereNull('disabled_at')
    .first(listCredentialColumns(db));
  return row ?? null;
}

/** The credential of an officer who is not disabled, locked until the transaction ends. */
export async function lockOfficerCredential(
  transaction: Knex.Transaction,
  officerId: number,
): Promise<OfficerCredential | null> {
  const row = await transaction('officers')
    .where({ id: officerId })
    .whereNull('disabled_at')
    .forUpdate()
    .first(listCredentialColumns(transaction));
  return row ?? null;
}

/** Uses a 动态密码 up; its counter must be newer than the last one. @returns how many rows changed: 1 or 0. */
export async function useOfficerCounter(db: Knex, officerId: number, counter: number): Promise<number> {
  return db('officers')
    .where({ id: officerId })
    .andWhere((unused) => unused.whereNull('totp_last_counter').orWhere('totp_last_counter', '<', counter))
    .update({ totp_last_counter: counter });
}

/** Records the one session that is signed in, and keeps the sign-in before it. @returns how many rows changed. */
export async function updateOfficerSession(
  db: Knex,
  officerId: number,
  sessionId: string,
  address: string,
): Promise<number> {
  return db('officers')
    .where({ id: officerId })
    .update({
      session_id: sessionId,
      previous_signed_in_at: db.ref('signed_in_at'),
      previous_signed_in_address: db.ref('signed_in_address'),
      signed_in_at: db.raw('clock_timestamp()'),
      signed_in_address: address,
    });
}

/** Ends this session of an officer, not one that has begun since. @returns how many rows changed. */
export async function clearOfficerSession(db: Knex, officerId: number, sessionId: string): Promise<number> {
  return db('officers').where({ id: officerId, session_id: sessionId }).update({ session_id: null });
}

/** @returns how many rows changed. */
export async function updateOfficerPassword(db: Knex, officerId: number, hash: string): Promise<number> {
  return db('officers')
    .where({ id: officerId })
    .update({ password_hash: hash, password_changed_at: db.raw('clock_timestamp()') });
}

interface NewFirstSecret {
  readonly hash: Buffer;
  readonly lifeSeconds: number;
  /** The officer who is shown it; null: the operator. */
  readonly madeBy: number | null;
  /** Days for which the account is taken for its maker's where two persons are asked for. */
  readonly apartDays: number;
}

/**
 * A new first secret: password, 动态密码 and session are gone, and are set anew by it within `lifeSeconds` of real time.
 * One that an officer was shown serves when another one has released it.
 * @returns how many rows changed.
 */
export async function renewFirstSecret(
  transaction: Knex,
  officerId: number,
  secret: NewFirstSecret,
): Promise<number> {
  return transaction('officers')
    .where({ id: officerId })
    .update({
      made_by: secret.madeBy,
      apart_until:
        secret.madeBy === null
          ? null
          : transaction.raw('clock_timestamp() + make_interval(days => ?)', [secret.apartDays]),
      first_secret_held_since: secret.madeBy === null ? null : transaction.raw('clock_timestamp()'),
      first_secret_released_by: null,
      first_secret_released_at: null,
      password_hash: null,
      totp_secret_cipher: null,
      totp_last_counter: null,
      session_id: null,
      first_secret_hash: secret.hash,
      first_secret_expires_at: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [
        secret.lifeSeconds,
      ]),
    });
}

/** Sets password and 动态密码 in exchange for the first secret, once, and not while it is held. @returns how many rows changed. */
export async function exchangeOfficerSecret(
  transaction: Knex,
  officerId: number,
  secretHash: Buffer,
  set: { readonly passwordHash: string; readonly totpSecretCipher: Buffer; readonly counter: number },
): Promise<number> {
  return transaction('officers')
    .where({ id: officerId, first_secret_hash: secretHash })
    .whereNull('disabled_at')
    .andWhere('first_secret_expires_at', '>', transaction.raw('clock_timestamp()'))
    .whereRaw(`not (${HELD})`)
    .update({
      password_hash: set.passwordHash,
      password_changed_at: transaction.raw('clock_timestamp()'),
      totp_secret_cipher: set.totpSecretCipher,
      totp_last_counter: set.counter,
      first_secret_hash: null,
      first_secret_expires_at: null,
      first_secret_held_since: null,
    });
}

/** Whether the officer has signed in on this browser before. */
export async function isOfficerDevice(db: Knex, officerId: number, device: string): Promise<boolean> {
  return (await db('officer_devices').where({ officer_id: officerId, device }).first('device')) !== undefined;
}

/** Records a browser on which the officer has signed in. */
export async function keepOfficerDevice(transaction: Knex, officerId: number, device: string): Promise<void> {
  await transaction('officer_devices')
    .insert({ officer_id: officerId, device })
    .onConflict(['officer_id', 'device'])
    .ignore();
}
