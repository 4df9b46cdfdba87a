import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import {
  findAccount,
  listAccountsByNames,
  listAccountsOfPerson,
  lockAccount,
  updateAccountPassword,
} from '../../domain/accounts/account.repository';
import type { AccountCodes } from '../../domain/accounts/account-code.service';
import { endAccountSessions } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { forgetOtherDevices, keepDevice } from '../../domain/accounts/device.repository';
import { findFactorOwner } from '../../domain/accounts/factor.repository';
import type { Limited, LimitName } from '../../domain/accounts/limit';
import { listIdentityIndexes, openAccountPhone, openEmail } from '../../domain/accounts/sealed';
import { tellAccount } from '../../domain/accounts/tell-account';
import { normaliseUserName, readTypedNames } from '../../domain/accounts/typed-names';
import type { PasswordAdmissions } from '../../domain/credentials/password-admissions';
import { markPassword } from '../../domain/credentials/password-check';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { BoundOf } from '../../infrastructure/security/purposes';
import type { DocumentNumber } from '../../rules/identity/identity-document';
import type { Scanned } from '../factors/scan.service';
import type { AccountReset, AccountSearch, SearchWay } from './session-data';

/** What somebody without a password says of themselves, in normal form. */
export interface SearchFacts {
  /** 用户名 or 手机号码 as typed; null for 找回用户名. */
  readonly name: string | null;
  readonly document: DocumentNumber;
  readonly personName: string;
}

/** Where a search goes on; the session keeps it. */
type SearchState = Pick<AccountSearch, 'accountIds' | 'facts'>;

type SearchStart =
  | ({ readonly outcome: 'started' } & SearchState)
  | ({ readonly outcome: 'limited' } & Limited);
type SearchSending = { readonly outcome: 'asked' } | ({ readonly outcome: 'limited' } & Limited);
type SearchAnswer =
  | { readonly outcome: 'proved'; readonly account: Account }
  | { readonly outcome: 'wrong' }
  | ({ readonly outcome: 'limited' } & Limited);

interface AccountSearchParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly codes: AccountCodes;
  readonly passwords: PasswordAdmissions;
  readonly key: Buffer;
}

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 250;
const limitOf: Readonly<Record<BoundOf<'accountSearch'>, LimitName>> = {
  device: 'findByDevice',
  near: 'byAddress',
  wide: 'byAddress',
  fromNetwork: 'findByFacts',
  facts: 'findByFacts',
};

type Sending = Pick<AccountSearch, 'purpose' | 'journey' | 'way'>;

/** Where the code of one account serves: codes of several accounts of one person do not take each other's place. */
const requestOf = ({ purpose, journey }: Sending, accountId: number) => ({
  purpose,
  journey: `${journey}.${accountId}`,
});

/** What all the steps work with. */
function gatherParts(parts: AccountSearchParts) {
  const { db } = parts;
  const admissions = createAdmissions(db);
  return { ...parts, admissions };
}

type Parts = ReturnType<typeof gatherParts>;

export function createAccountSearchService(given: AccountSearchParts) {
  const parts = gatherParts(given);
  return bindParts(parts, {
    start,
    resend,
    prove,
    proveByScan,
    proveOwner,
    findResetting,
    listPersonal,
    resetPassword,
  });
}

export type AccountSearchService = ReturnType<typeof createAccountSearchService>;

/** Looks for the account of these facts and sends a code if there is one; the answer is always the same. */
const start = (
  parts: Parts,
  search: Pick<AccountSearch, 'purpose' | 'journey' | 'way'>,
  facts: SearchFacts,
  origin: Origin,
): Promise<SearchStart> =>
  padResponseTime(EVEN_MS, async () => {
    const { series, number } = facts.document;
    const mark = keyed(parts, `${search.purpose}|${normaliseUserName(facts.name ?? '')}|${series}|${number}`);
    const limited = await charge(parts, mark, origin);
    if (limited !== null) return { outcome: 'limited', ...limited };
    const accounts = await find(parts, facts);
    await send(parts, search, accounts, origin);
    return { outcome: 'started', accountIds: accounts.map(({ id }) => id), facts: mark };
  });

const resend = (parts: Parts, search: AccountSearch, origin: Origin): Promise<SearchSending> =>
  padResponseTime(EVEN_MS, async () => {
    const limited = await charge(parts, search.facts, origin);
    if (limited !== null) return { outcome: 'limited', ...limited };
    await send(parts, search, await findAll(parts, search), origin);
    return { outcome: 'asked' };
  });

/** Checks the code; nobody's is always wrong. */
const prove = (parts: Parts, search: AccountSearch, typed: string, origin: Origin): Promise<SearchAnswer> =>
  padResponseTime(EVEN_MS, async () => {
    const limited = await charge(parts, `answer|${search.facts}`, origin);
    if (limited !== null) return { outcome: 'limited', ...limited };
    // Nobody's is tried too: it costs as much, and is wrong.
    const { accountIds, journey, purpose } = search;
    const requests = accountIds.map((id) => requestOf(search, id));
    const tried = requests.length === 0 ? [{ purpose, journey }] : requests;
    const answer = await parts.codes.proveAny(tried, typed, origin);
    if (answer.outcome !== 'proved') return answer;
    const account = await findBound(parts, search, answer.destinationIndex);
    return account === null ? { outcome: 'wrong' } : { outcome: 'proved', account };
  });

/** Checks who has scanned; nobody's is always wrong. */
const proveByScan = (
  parts: Parts,
  search: AccountSearch,
  { kind, subject }: Scanned,
  origin: Origin,
): Promise<SearchAnswer> =>
  padResponseTime(EVEN_MS, async () => {
    const limited = await charge(parts, `answer|${search.facts}`, origin);
    if (limited !== null) return { outcome: 'limited', ...limited };
    const owner = await findFactorOwner(parts.db, kind, subject.index);
    const fits = owner !== null && search.accountIds.includes(owner.id) && kind === search.way;
    return fits ? { outcome: 'proved', account: owner } : { outcome: 'wrong' };
  });

/** 验证身份: this browser is known from now on, and counts its tries by itself. */
async function proveOwner({ db, cipher }: Parts, account: Account, origin: Origin): Promise<void> {
  await db.transaction(async (transaction) => {
    const locked = await lockAccount(transaction, account.id);
    if (locked === null) throw new AppError('conflict', 409);
    await keepDevice(transaction, account.id, origin.device);
    await auditAccount(transaction, account, origin, 'proveOwner');
    await tellAccount(transaction, cipher, locked, {
      kind: 'browserProved',
      at: new Date(wallClock()),
      values: { address: origin.address },
    });
  });
}

/** The account whose password may be set; null when it was changed since the code came back. */
async function findResetting({ db }: Parts, { accountId, mark }: AccountReset): Promise<Account | null> {
  const account = await findAccount(db, accountId);
  return account !== null && account.status !== 'cancelled' && markPassword(account.passwordHash) === mark
    ? account
    : null;
}

/** Facts of the account that its new password must not contain. */
const listPersonal = ({ cipher }: Parts, account: Account): readonly string[] => [
  openAccountPhone(cipher, account.phoneCipher),
  account.userName,
];

/** Sets the new password, ends every session and tells the owner. @returns false when it was changed meanwhile. */
async function resetPassword(
  { admissions, hasher, passwords, db, cipher }: Parts,
  reset: AccountReset,
  password: string,
  origin: Origin,
): Promise<boolean> {
  const pass = await admissions.require('accountReset', { subject: reset.accountId, origin });
  const hash = await hasher.hash(pass, password);
  await passwords.clear(`account|${reset.accountId}`, origin.device);
  return db.transaction(async (transaction) => {
    const locked = await lockAccount(transaction, reset.accountId);
    if (locked === null || markPassword(locked.passwordHash) !== reset.mark) return false;
    const changed = await updateAccountPassword(transaction, locked.id, hash);
    if (changed !== 1) throw new Error(`password of account ${locked.id}: ${changed} rows changed`);
    await endAccountSessions(transaction, locked.id, 'password');
    await forgetOtherDevices(transaction, locked.id, origin.device);
    await keepDevice(transaction, locked.id, origin.device);
    await auditAccount(transaction, locked, origin, 'resetPassword');
    await tellAccount(transaction, cipher, locked, {
      kind: 'passwordReset',
      at: new Date(wallClock()),
      values: { address: origin.address },
    });
    return true;
  });
}

const keyed = ({ key }: Parts, text: string) =>
  createHmac('sha256', key).update(`account-search|${text}`).digest('base64url');

/** Charges by facts and browser alone, so that those of somebody and of nobody are refused alike. */
async function charge(parts: Parts, facts: string, origin: Origin): Promise<Limited | null> {
  const pass = await parts.admissions.spend('accountSearch', { subject: facts, origin });
  if (pass.until === null) return null;
  return { limit: limitOf[pass.by], until: pass.until };
}

/**
 * The accounts that number and name fit: where somebody else holds the number under another name, those whose name
 * was given, not the one that owns the number. Without a name of its own none comes before another: the code that
 * comes back tells which is meant. One that was stopped is found too: its owner objects with the password.
 */
async function find(parts: Parts, { name, document, personName }: SearchFacts): Promise<readonly Account[]> {
  const { cipher, db } = parts;
  const identityIndexes = listIdentityIndexes(cipher, document);
  if (name === null) return listAccountsOfPerson(db, identityIndexes, personName);
  const names = { ...readTypedNames(cipher, name), identityIndexes: [] };
  const [found = null] = await listAccountsByNames(db, names);
  const same = identityIndexes.some((index) => found?.identityIndex.equals(index));
  return found !== null && same && found.name === personName ? [found] : [];
}

/** Sends each account a code of its own that has what is asked for; what becomes of it is told to nobody. */
async function send(
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
async function findAll(parts: Parts, { accountIds }: AccountSearch): Promise<readonly Account[]> {
  const found = await Promise.all(accountIds.map((id) => findAccount(parts.db, id)));
  return found.filter((account) => account !== null);
}

/** The account whose phone or mailbox is still the one to which the code went. */
async function findBound(parts: Parts, search: AccountSearch, index: Buffer): Promise<Account | null> {
  const accounts = await findAll(parts, search);
  return (
    accounts.find((account) => targetOf(parts, account, search.way)?.index.equals(index) === true) ?? null
  );
}

/** Where a code of a way goes; null where nothing is bound, and where none is sent because one scans. */
function targetOf(parts: Parts, account: Account, way: SearchWay) {
  if (way === 'wechat' || way === 'alipay') return null;
  if (way === 'sms') {
    const destination = openAccountPhone(parts.cipher, account.phoneCipher);
    return { channel: way, destination, index: account.phoneIndex };
  }
  const { emailCipher, emailIndex, emailBoundAt } = account;
  if (emailCipher === null || emailIndex === null || emailBoundAt === null) return null;
  return { channel: way, destination: openEmail(parts.cipher, emailCipher), index: emailIndex };
}
