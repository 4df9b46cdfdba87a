import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { chooseAccount, listAccountsByNames } from '../../domain/accounts/account.repository';
import { isKnownDevice } from '../../domain/accounts/device.repository';
import { findFactorOwner } from '../../domain/accounts/factor.repository';
import type { Limited, LimitName } from '../../domain/accounts/limit';
import { type AccountSignInOutcome, insertAccountSignIn } from '../../domain/accounts/sign-in-log.repository';
import { normaliseUserName, readTypedNames } from '../../domain/accounts/typed-names';
import type { PasswordAdmissions, RefusedBy } from '../../domain/credentials/password-admissions';
import { markPassword } from '../../domain/credentials/password-check';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Origin } from '../../infrastructure/origin';
import type { Pass } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { Scanned } from '../factors/scan.service';
import type { ScanLimits } from '../factors/scan-limits';
import { type AdmittedAccount, recordSession, signOut } from './account-session';

interface AccountSignInAttempt {
  /** 用户名, 手机号码 or 证件号码. */
  readonly name: string;
  readonly password: string;
  /** A picture code was answered with it. */
  readonly pictured: boolean;
  readonly origin: Origin;
  readonly userAgent: string;
}

export type AccountSignInResult =
  | ({ readonly outcome: 'signedIn' } & AdmittedAccount)
  /** The password was right, and another account has proved whose number it is. */
  | { readonly outcome: 'suspended'; readonly accountId: number }
  | { readonly outcome: 'refused' }
  /** A picture code is to be answered with the password; nothing was tried. */
  | { readonly outcome: 'pictureNeeded' }
  | ({ readonly outcome: 'limited' } & Limited);

type ScanSignInResult =
  | Exclude<AccountSignInResult, { outcome: 'refused' | 'pictureNeeded' }>
  /** It is bound to no account. */
  | { readonly outcome: 'notBound' };

interface AccountSignInParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly passwords: PasswordAdmissions;
  /** Keys what stands in the counters: they never hold a number in clear. */
  readonly keyed: (text: string) => Buffer;
  readonly scanLimits: ScanLimits;
}

const limitOf: Readonly<Record<RefusedBy, LimitName>> = {
  account: 'signInByName',
  own: 'signInByBrowser',
  network: 'signInByNetwork',
  browser: 'signInByDevice',
};
/** Longer than all there is to do beside a hash, in milliseconds. */
const EVEN_MS = 150;

export function createAccountSignInService(parts: AccountSignInParts) {
  return {
    ...bindParts(parts, { signIn, signInByScan, recordSession, signOut }),
    /** Whether the sign-in asks for a picture code at once. */
    asksPicture: parts.passwords.asksPicture,
  };
}

export type AccountSignInService = ReturnType<typeof createAccountSignInService>;

/** The answer never tells whether there is such an account. */
async function signIn(
  parts: AccountSignInParts,
  attempt: AccountSignInAttempt,
): Promise<AccountSignInResult> {
  const { db, cipher, passwords } = parts;
  const { meant, tried, admission } = await padResponseTime(EVEN_MS, async () => {
    const accounts = await listAccountsByNames(db, readTypedNames(cipher, attempt.name));
    const { origin } = attempt;
    const name = keyed(parts, normaliseUserName(attempt.name));
    // When several accounts have the number, no browser counts as known: it would be known to one of them alone.
    const only = accounts.length === 1 ? accounts[0] : undefined;
    const known = await isKnownDevice(db, only?.id ?? 0, origin.device);
    // A known browser counts by the account, whichever of its names is typed there.
    const subject = known ? `account|${only?.id}` : name;
    const one = { ...attempt, subject, target: String(only?.id ?? name), known };
    return { meant: accounts, tried: one, admission: await passwords.admit(one) };
  });
  if (admission.outcome === 'pictureNeeded') return admission;
  if (admission.outcome === 'throttled') {
    await recordTry(parts, attempt, chooseAccount(meant), 'throttled');
    return { outcome: 'limited', limit: limitOf[admission.by], until: admission.until };
  }
  const found = await findByPassword(parts, admission.pass, attempt.password, meant);
  if (found === null) {
    const named = chooseAccount(meant);
    await Promise.all([recordTry(parts, attempt, named, 'refused'), passwords.recordFailure(tried)]);
    return { outcome: 'refused' };
  }
  await admission.forgive();
  if (found.status === 'suspended') {
    await recordTry(parts, attempt, found, 'suspended');
    return { outcome: 'suspended', accountId: found.id };
  }
  const mark = markPassword(found.passwordHash);
  return { outcome: 'signedIn', accountId: found.id, mark, way: 'password', scanned: null };
}

/** 扫码登录 of whoever has just scanned. */
async function signInByScan(
  { scanLimits, db }: AccountSignInParts,
  scanned: Scanned,
  origin: Origin,
  userAgent: string,
): Promise<ScanSignInResult> {
  const { kind: way, subject } = scanned;
  const person = await scanLimits.chargePerson(subject.index, origin);
  const account = await findFactorOwner(db, way, subject.index);
  const recordScan = (outcome: AccountSignInOutcome) =>
    insertAccountSignIn(db, account?.id ?? null, { way, outcome, userAgent, origin });
  if (person.until !== null) {
    await recordScan('throttled');
    return { outcome: 'limited', ...person };
  }
  if (account === null || account.status === 'cancelled') {
    await recordScan('refused');
    return { outcome: 'notBound' };
  }
  if (account.status === 'suspended') {
    await recordScan('suspended');
    return { outcome: 'suspended', accountId: account.id };
  }
  await person.forgive();
  const mark = markPassword(account.passwordHash);
  return { outcome: 'signedIn', accountId: account.id, mark, way, scanned };
}

const keyed = (parts: AccountSignInParts, name: string) =>
  parts.keyed(`account-name|${name}`).toString('base64url');

const recordTry = (
  { db }: AccountSignInParts,
  attempt: AccountSignInAttempt,
  account: Account | null,
  outcome: AccountSignInOutcome,
) =>
  insertAccountSignIn(db, account?.id ?? null, {
    way: 'password',
    outcome,
    userAgent: attempt.userAgent,
    origin: attempt.origin,
  });

/** Of the accounts that may be meant the one with this password; nobody takes as long as one. */
async function findByPassword(
  parts: AccountSignInParts,
  pass: Pass,
  password: string,
  meant: readonly Account[],
): Promise<Account | null> {
  const fitting: Account[] = [];
  for (const account of meant)
    if (await parts.hasher.matches(pass, password, account.passwordHash)) fitting.push(account);
  if (meant.length === 0) await parts.hasher.matches(pass, password, null);
  return chooseAccount(fitting);
}
