import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { type Pass, type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { ProofService } from '../identity/proof.service';
import { isFirstSecret } from './first-secret';
import type { RefusedBy } from './password-admissions';
import type { AccountArrival } from './session-data';
import {
  type Credential,
  findCredentialByNumber,
  insertSignIn,
  type SeenCredential,
  type SignInNote,
  type SignInOutcome,
  type SignInRecord,
} from './sign-in.repository';
import type { SignInLimits } from './sign-in-limits';

interface SignInAttempt {
  readonly candidateNumber: string;
  readonly password: string;
  /** 动态密码, where it was typed beside the password; else empty. */
  readonly totp: string;
  /** A picture code was answered with it. */
  readonly pictured: boolean;
  readonly origin: Origin;
  readonly userAgent: string;
}

/** Somebody whose password was right. */
export interface Admitted {
  readonly candidateId: number;
  /** Marks the password that was checked; another one since makes it worthless. */
  readonly mark: string;
  /** A 学信 account named the candidate, and no password was asked for. */
  readonly account?: AccountArrival;
  /** Written in one transaction with the session. */
  readonly noted?: SignInNote;
}

export type SignInResult =
  | ({ readonly outcome: 'signedIn' } & Admitted)
  /** 动态密码 is bound and asked next. */
  | ({ readonly outcome: 'totpNeeded' } & Admitted)
  /** The first secret was typed: a password is to be set. `secretHash` marks the secret. */
  | { readonly outcome: 'firstSignIn'; readonly candidateId: number; readonly secretHash: Buffer }
  | { readonly outcome: 'refused' }
  /** A picture code is to be answered with the password; nothing was tried. */
  | { readonly outcome: 'pictureNeeded' }
  | { readonly outcome: 'throttled'; readonly until: Date; readonly by: RefusedBy | 'totp' };

interface PasswordCheckParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly limits: SignInLimits;
  readonly proof: ProofService;
}

/** Checks 考生号 and password, and 动态密码 where it came with them. The answer never tells which of them was wrong. */
type PasswordCheck = (attempt: SignInAttempt) => Promise<SignInResult>;

/** Longer than all there is to do before a hash, in milliseconds. */
const EVEN_MS = 100;

/** What all the steps work with. */
type Parts = PasswordCheckParts & WithAdmissions;

export function createPasswordCheck(given: PasswordCheckParts): PasswordCheck {
  const parts = withAdmissions(given);
  return (attempt) => check(parts, attempt);
}

const check = (parts: Parts, attempt: SignInAttempt): Promise<SignInResult> =>
  attempt.totp === '' ? checkPassword(parts, attempt) : checkBehindTotp(parts, attempt);

const describe = (
  { origin, userAgent }: SignInAttempt,
  credential: Credential | null,
  outcome: SignInOutcome,
): SignInRecord => ({ candidateId: credential?.candidateId ?? null, outcome, ...origin, userAgent });

const recordTry = ({ db }: Parts, ...seen: Parameters<typeof describe>): Promise<void> =>
  insertSignIn(db, describe(...seen));

/** Compares with the password's hash, for as long where there is none; then with the first secret. */
async function judge(
  parts: Parts,
  pass: Pass,
  attempt: SignInAttempt,
  credential: Credential | null,
): Promise<SignInResult> {
  const { hasher, cipher } = parts;
  const { candidateId = 0, passwordHash = null, firstSecretHash = null } = credential ?? {};
  const matches = await hasher.matches(pass, attempt.password, passwordHash);
  if (matches && passwordHash !== null) {
    const admitted = { candidateId, mark: markPassword(passwordHash) };
    return { outcome: credential?.hasTotp === true ? 'totpNeeded' : 'signedIn', ...admitted };
  }
  const isFirst =
    passwordHash === null &&
    firstSecretHash !== null &&
    isFirstSecret(pass, cipher, attempt.password, firstSecretHash);
  return isFirst
    ? { outcome: 'firstSignIn', candidateId, secretHash: firstSecretHash }
    : { outcome: 'refused' };
}

async function checkPassword(parts: Parts, attempt: SignInAttempt): Promise<SignInResult> {
  const { db, limits } = parts;
  const { candidateNumber, origin } = attempt;
  const credential = await findCredentialByNumber(db, candidateNumber, origin.device);
  const trusted = credential?.trusted ?? false;
  const tried = { ...attempt, subject: candidateNumber, known: trusted };
  const admission = await limits.admitSignIn(tried);
  if (admission.outcome === 'pictureNeeded') return admission;
  if (admission.outcome === 'throttled') {
    await recordTry(parts, attempt, credential, 'throttled');
    return admission;
  }
  const result = await judge(parts, admission.pass, attempt, credential);
  if (result.outcome === 'signedIn') {
    const record = describe(attempt, credential, 'signedIn');
    return { ...result, noted: { record, refunds: admission.forgiveness } };
  }
  const refused = result.outcome === 'refused';
  await Promise.all([
    recordTry(parts, attempt, credential, noted(result)),
    refused ? limits.recordFailure(tried) : admission.forgive(),
  ]);
  return result;
}

/** Whether the 动态密码 is this account's; nobody's is wrong after the same time. */
const proveTotpFirst = (
  { proof, admissions }: Parts,
  { origin, totp, candidateNumber }: SignInAttempt,
  credential: SeenCredential | null,
) =>
  padResponseTime(EVEN_MS, async () => {
    const { candidateId = null, trusted = false } = credential ?? {};
    if (candidateId !== null) return proof.proveTotp({ candidateId, origin }, totp, trusted);
    const pass = await admissions.spend('totp', { subject: `nobody|${candidateNumber}`, origin });
    return pass.until === null
      ? { outcome: 'wrong' as const }
      : { outcome: 'throttled' as const, until: pass.until };
  });

/** By 动态密码 the owner gets in although the password is throttled; the hash stands behind it (P15). */
async function checkBehindTotp(parts: Parts, attempt: SignInAttempt): Promise<SignInResult> {
  const { db, admissions } = parts;
  const { candidateNumber, origin } = attempt;
  const credential = await findCredentialByNumber(db, candidateNumber, origin.device);
  const browserPass = await admissions.spend('totpBeside', { subject: candidateNumber, origin });
  if (browserPass.until !== null) {
    await recordTry(parts, attempt, credential, 'throttled');
    return { outcome: 'throttled', until: browserPass.until, by: 'totp' };
  }
  const proved = await proveTotpFirst(parts, attempt, credential);
  if (proved.outcome === 'throttled') {
    await recordTry(parts, attempt, credential, 'throttled');
    return { outcome: 'throttled', until: proved.until, by: 'totp' };
  }
  if (proved.outcome !== 'proved') {
    await recordTry(parts, attempt, credential, 'wrongTotp');
    return { outcome: 'refused' };
  }
  const pass = await admissions.spend('passwordBehindTotp', { subject: candidateNumber, origin });
  if (pass.until !== null) {
    await recordTry(parts, attempt, credential, 'throttled');
    return { outcome: 'throttled', until: pass.until, by: 'totp' };
  }
  const result = await judge(parts, pass, attempt, credential);
  if (result.outcome !== 'totpNeeded') {
    await recordTry(parts, attempt, credential, 'wrongPassword');
    return { outcome: 'refused' };
  }
  const record = describe(attempt, credential, 'signedIn');
  const refunds = [...pass.forgiveness, ...browserPass.forgiveness];
  return { ...result, outcome: 'signedIn', noted: { record, refunds } };
}

/** What marks a password in a session, without being it or its hash. */
export function markPassword(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url');
}

function noted({ outcome }: SignInResult): SignInOutcome {
  return outcome === 'totpNeeded' || outcome === 'firstSignIn' ? outcome : 'wrongPassword';
}
