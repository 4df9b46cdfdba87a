import type { Account } from '../../domain/accounts/account';
import { findAccount, lockAccount, updateAccountPassword } from '../../domain/accounts/account.repository';
import { endAccountSessions } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { forgetOtherDevices, keepDevice } from '../../domain/accounts/device.repository';
import { findFactorOwner } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { listAccountFacts } from '../../domain/accounts/personal-facts';
import { tellAccount } from '../../domain/accounts/tell-account';
import { normaliseUserName } from '../../domain/accounts/typed-names';
import { markPassword } from '../../domain/credentials/password-check';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { withAdmissions } from '../../infrastructure/security/admissions';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { Scanned } from '../factors/scan.service';
import {
  type AccountSearchParts,
  charge,
  find,
  findAll,
  findBound,
  keyed,
  type Parts,
  requestOf,
  type SearchFacts,
  send,
} from './find-accounts';
import type { AccountReset, AccountSearch } from './session-data';

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

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 250;

export function createAccountSearchService(given: AccountSearchParts) {
  const parts = withAdmissions(given);
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
    // A code is checked even when there is no account, so that both take as long.
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
const listPersonal = ({ cipher }: Parts, account: Account): readonly string[] =>
  listAccountFacts(cipher, account);

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
