import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import {
  findAccount,
  listAccountsByNames,
  listAccountsOfPerson,
} from '../../domain/accounts/account.repository';
import type { AccountCodes } from '../../domain/accounts/account-code.service';
import type { Limited, LimitName } from '../../domain/accounts/limit';
import {
  indexAccountPhone,
  indexEmail,
  listIdentityIndexes,
  openAccountPhone,
  openEmail,
} from '../../domain/accounts/sealed';
import { readTypedNames } from '../../domain/accounts/typed-names';
import type { PasswordAdmissions } from '../../domain/credentials/password-admissions';
import type { Origin } from '../../infrastructure/origin';
import type { WithAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { BoundOf } from '../../infrastructure/security/purposes';
import type { DocumentNumber } from '../../rules/identity/identity-document';
import type { AccountSearch, SearchWay } from './session-data';

/** What somebody without a password says of themselves, in normal form. */
export interface SearchFacts {
  /** 用户名 or 手机号码 as typed; null for 找回用户名. */
  readonly name: string | null;
  readonly document: DocumentNumber;
  readonly personName: string;
}

export interface AccountSearchParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly codes: AccountCodes;
  readonly passwords: PasswordAdmissions;
  readonly keyed: (text: string) => Buffer;
}

const limitOf: Readonly<Record<BoundOf<'accountSearch'>, LimitName>> = {
  device: 'findByDevice',
  near: 'byAddress',
  wide: 'byAddress',
  fromNetwork: 'findByFacts',
  facts: 'findByFacts',
};

type Sending = Pick<AccountSearch, 'purpose' | 'journey' | 'way'>;

/** Where the code of one account serves: codes of several accounts of one person do not take each other's place. */
export const requestOf = ({ purpose, journey }: Sending, accountId: number) => ({
  purpose,
  journey: `${journey}.${accountId}`,
});

/** What all the steps work with. */
export type Parts = AccountSearchParts & WithAdmissions;

export const keyed = (parts: Parts, text: string) =>
  parts.keyed(`account-search|${text}`).toString('base64url');

/** Charges by facts and browser alone, so that those of somebody and of nobody are refused alike. */
export async function charge(parts: Parts, facts: string, origin: Origin): Promise<Limited | null> {
  const pass = await parts.admissions.spend('accountSearch', { subject: facts, origin });
  if (pass.until === null) return null;
  return { limit: limitOf[pass.by], until: pass.until };
}

/**
 * The accounts that number and name fit: where somebody else holds the number under another name, those whose name
 * was given, not the one that owns the number. Without a name of its own none comes before another: the code that
 * comes back tells which is meant. One that was stopped is found too: its owner objects with the password.
 */
export async function find(
  parts: Parts,
  { name, document, personName }: SearchFacts,
): Promise<readonly Account[]> {
  const { cipher, db } = parts;
  const identityIndexes = listIdentityIndexes(cipher, document);
  if (name === null) return listAccountsOfPerson(db, identityIndexes, personName);
  const names = { ...readTypedNames(cipher, name), identityIndexes: [] };
  const [found = null] = await listAccountsByNames(db, names);
  const same = identityIndexes.some((index) => found !== null && isSameIndex(found.identityIndex, index));
  return found !== null && same && found.name === personName ? [found] : [];
}

/** Sends each account a code of its own that has what is asked for; what becomes of it is told to nobody. */
export async function send(
  parts: Parts,
  search: Sending,
  accounts: readonly Account[],
  origin: Origin,
): Promise<void> {
  for (const account of accounts) {
    const target = targetOf(parts, account, search.way);
    if (target !== null)
      await parts.codes.send(requestOf(search, account.id), { ...target, accountId: account.id }, origin);
  }
}

/** The accounts that are looked for, as they stand now. */
export async function findAll(parts: Parts, { accountIds }: AccountSearch): Promise<readonly Account[]> {
  const found = await Promise.all(accountIds.map((id) => findAccount(parts.db, id)));
  return found.filter((account) => account !== null);
}

/** The account whose phone or mailbox is still the one to which the code went. */
export async function findBound(parts: Parts, search: AccountSearch, index: Buffer): Promise<Account | null> {
  const accounts = await findAll(parts, search);
  return (
    accounts.find((account) => {
      const target = targetOf(parts, account, search.way);
      return target !== null && isSameIndex(index, target.index);
    }) ?? null
  );
}

/** Where a code of a way goes; null where nothing is bound, and where none is sent because one scans. */
function targetOf(parts: Parts, account: Account, way: SearchWay) {
  if (way === 'wechat' || way === 'alipay') return null;
  if (way === 'sms') {
    const destination = openAccountPhone(parts.cipher, account.phoneCipher, account.userName);
    return { channel: way, destination, index: indexAccountPhone(parts.cipher, destination) };
  }
  const { emailCipher, emailBoundAt } = account;
  if (emailCipher === null || emailBoundAt === null) return null;
  const destination = openEmail(parts.cipher, emailCipher, account.userName);
  return { channel: way, destination, index: indexEmail(parts.cipher, destination) };
}
