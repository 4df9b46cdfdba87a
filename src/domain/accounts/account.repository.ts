import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import { everyHash, isSameIndex } from '../../infrastructure/security/keyed-hash';
import { type Account, type AccountStatus, accountColumns } from './account';
import type { Sealed } from './sealed';

interface NewAccount
  extends Pick<Account, 'userName' | 'status' | 'personId' | 'documentKind' | 'name' | 'passwordHash'> {
  readonly identity: Sealed;
  readonly phone: Sealed;
  /** Not bound before a code to it came back. */
  readonly email: Sealed | null;
}

/** @returns the new account's id. @throws a unique violation when user name, phone or ownership is taken meanwhile. */
export async function insertAccount(transaction: Knex, account: NewAccount): Promise<number> {
  const [row] = await transaction('accounts')
    .insert({
      user_name: account.userName,
      status: account.status,
      person_id: account.personId,
      document_kind: account.documentKind,
      identity_index: account.identity.index,
      identity_cipher: account.identity.cipher,
      name: account.name,
      phone_cipher: account.phone.cipher,
      phone_index: account.phone.index,
      email_cipher: account.email?.cipher ?? null,
      email_index: account.email?.index ?? null,
      password_hash: account.passwordHash,
      proved_at: account.status === 'active' ? transaction.raw('clock_timestamp()') : null,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('an account was not written');
  return row.id;
}

/** An account; one that was erased is none any more. */
export async function findAccount(db: Knex, id: number): Promise<Account | null> {
  return (await db('accounts').where({ id }).whereNull('erased_at').first(accountColumns)) ?? null;
}

/** An account, locked for the rest of the transaction. */
export async function lockAccount(transaction: Knex.Transaction, id: number): Promise<Account | null> {
  return (
    (await transaction('accounts').where({ id }).whereNull('erased_at').forUpdate().first(accountColumns)) ??
    null
  );
}

/**
 * An account, locked, for an act behind its password: the one that was compared must still be the password.
 * @throws AppError conflict (409) when it was changed meanwhile
 */
export async function lockConfirmed(
  transaction: Knex.Transaction,
  { id, passwordHash }: Pick<Account, 'id' | 'passwordHash'>,
): Promise<Account> {
  const locked = await lockAccount(transaction, id);
  if (locked === null || locked.passwordHash !== passwordHash) throw new AppError('conflict', 409);
  return locked;
}

/** Whether a phone belongs to any account that was not cancelled. */
export async function isPhoneRegistered(db: Knex, phoneIndex: Buffer): Promise<boolean> {
  const row = await db('accounts')
    .whereIn('phone_index', everyHash(phoneIndex))
    .whereNot({ status: 'cancelled' })
    .first('id');
  return row !== undefined;
}

/** The account that owns a person's number, else one that is suspended and may object; null: the number is free. */
export async function findOwningAccount(db: Knex, personId: number): Promise<Account | null> {
  const row = await db('accounts')
    .where({ person_id: personId })
    .whereIn('status', ['active', 'suspended'])
    // 'active' comes before 'suspended'.
    .orderBy('status')
    .orderBy('id', 'desc')
    .first(accountColumns);
  return row ?? null;
}

/** What was typed to sign in, or to find an account, in every normal form it may have. */
export interface TypedNames {
  readonly userName: string;
  readonly phoneIndex: Buffer | null;
  readonly identityIndexes: readonly Buffer[];
}

const RANK: readonly AccountStatus[] = ['active', 'unproved', 'suspended'];

/** So many accounts of one number are looked at: each costs the hash of a password, or a code. */
const MAX_OF_NUMBER = 5;

/**
 * The accounts that a user name, a phone or a 证件号码 may mean, none cancelled; those that work first, then the newest.
 * User name and phone name one. Several may hold a number, under whatever names: which one is meant is told by the
 * password, never by who came first.
 */
export async function listAccountsByNames(db: Knex, names: TypedNames): Promise<readonly Account[]> {
  const rows: Account[] = await db('accounts')
    .whereNot({ status: 'cancelled' })
    .andWhere((any) => {
      any.where({ user_name: names.userName });
      if (names.phoneIndex !== null) any.orWhereIn('phone_index', everyHash(names.phoneIndex));
      if (names.identityIndexes.length > 0)
        any.orWhereIn('identity_index', names.identityIndexes.flatMap(everyHash));
    })
    .orderBy('id', 'desc')
    .select(accountColumns);
  const direct = rows.find(
    ({ userName, phoneIndex }) =>
      userName === names.userName || (names.phoneIndex !== null && isSameIndex(phoneIndex, names.phoneIndex)),
  );
  if (direct !== undefined) return [direct];
  return rows
    .toSorted((left, right) => RANK.indexOf(left.status) - RANK.indexOf(right.status))
    .slice(0, MAX_OF_NUMBER);
}

/**
 * The one that is named where several are left, in the order of `listAccountsByNames`: the one that owns the number.
 * Where one text is the passport of two people of two countries, it names nobody.
 */
export function chooseAccount(accounts: readonly Account[]): Account | null {
  const [first, ...others] = accounts;
  if (first === undefined) return null;
  const alike = [first, ...others.filter(({ status }) => status === first.status)];
  // Anybody may claim a passport of such digits: it stands in the way of no other document.
  const other = alike.find(({ documentKind }) => documentKind !== 'passport');
  if (other !== undefined) return other;
  return alike.every(({ identityIndex }) => identityIndex.equals(first.identityIndex)) ? first : null;
}

/** The accounts of a number and a name, none cancelled; those that work first, then the newest, five at most. */
export async function listAccountsOfPerson(
  db: Knex,
  identityIndexes: readonly Buffer[],
  name: string,
): Promise<readonly Account[]> {
  const rows: Account[] = await db('accounts')
    .where({ name })
    .whereIn('identity_index', identityIndexes.flatMap(everyHash))
    .whereNot({ status: 'cancelled' })
    .orderBy('id', 'desc')
    .select(accountColumns);
  return rows
    .toSorted((left, right) => RANK.indexOf(left.status) - RANK.indexOf(right.status))
    .slice(0, MAX_OF_NUMBER);
}

/** @returns how many rows changed. */
export async function updateAccountPassword(
  transaction: Knex,
  id: number,
  passwordHash: string,
): Promise<number> {
  return transaction('accounts')
    .where({ id })
    .update({ password_hash: passwordHash, password_changed_at: transaction.raw('clock_timestamp()') });
}

/** @returns how many rows changed: 0 when the phone was changed meanwhile. */
export async function updateAccountPhone(
  transaction: Knex,
  id: number,
  before: Buffer,
  next: Sealed,
): Promise<number> {
  return transaction('accounts')
    .where({ id, phone_index: before })
    .update({ phone_cipher: next.cipher, phone_index: next.index });
}

/** Every account that claims a number, the oldest first. */
export async function listAccountsOfNumber(db: Knex, identityIndex: Buffer): Promise<readonly Account[]> {
  return db('accounts')
    .whereIn('identity_index', everyHash(identityIndex))
    .orderBy('id')
    .select(accountColumns);
}

/** An account by its exact user name, cancelled ones too, but none that was erased. */
export async function findAccountByUserName(db: Knex, userName: string): Promise<Account | null> {
  return (
    (await db('accounts').where({ user_name: userName }).whereNull('erased_at').first(accountColumns)) ?? null
  );
}

export async function isUserNameTaken(db: Knex, userName: string): Promise<boolean> {
  return (await db('accounts').where({ user_name: userName }).first('id')) !== undefined;
}
