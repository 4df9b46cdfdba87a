import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Origin } from '../audit';
import type { NamedQuery } from '../db/statement';
import type { ProofService } from '../identity';
import type { Cipher } from '../security/cipher';
import { takeEvenTime } from '../security/even-time';
import { createLimiter } from '../security/limiter';
import { settlingThrottles } from '../security/throttle.repository';
import { isFirstSecret } from './first-secret';
import type { PasswordHasher } from './password-hasher';
import type { AccountArrival } from './session-data';
import {
  type Credential,
  findCredentialByNumber,
  insertingSignIn,
  insertSignIn,
  type SignInOutcome,
  type SignInRecord,
} from './sign-in.repository';
import type { SignInLimits } from './sign-in-limits';

export interface SignInAttempt {
  readonly candidateNumber: string;
  readonly password: string;
  /** 动态密码, where it was typed beside the password; else empty. */
  readonly totp: string;
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
  /** What is written in one transaction with the session: the line of 我的登录记录, and what the try gives back. */
  readonly along?: readonly NamedQuery[];
}

export type SignInResult =
  | ({ readonly outcome: 'signedIn' } & Admitted)
  /** 动态密码 is bound and asked next. */
  | ({ readonly outcome: 'totpNeeded' } & Admitted)
  /** The first secret was typed: a password is to be set. `secretHash` marks the secret. */
  | { readonly outcome: 'firstSignIn'; readonly candidateId: number; readonly secretHash: Buffer }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'throttled'; readonly until: Date };

export interface PasswordCheckParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly limits: SignInLimits;
  readonly proof: ProofService;
}

/** Checks 考生号 and password, and 动态密码 where it came with them. The answer never tells which of them was wrong. */
export type PasswordCheck = (attempt: SignInAttempt) => Promise<SignInResult>;

/** 动态密码 typed beside the password: tries of an account at one browser, and all tries of an address. */
const TOTP_FIRST = { prefix: 'sign-in-totp-first', points: 5, duration: 900 };
const TOTP_FIRST_ADDRESS = { prefix: 'sign-in-totp-address', points: 600, duration: 3600 };
/** Longer than all there is to do before a hash, in milliseconds. */
const EVEN_MS = 100;

export function createPasswordCheck({
  db,
  cipher,
  hasher,
  limits,
  proof,
}: PasswordCheckParts): PasswordCheck {
  const totpFirst = createLimiter(db, TOTP_FIRST);
  const totpByAddress = createLimiter(db, TOTP_FIRST_ADDRESS);

  const describe = (
    { origin, userAgent }: SignInAttempt,
    credential: Credential | null,
    outcome: SignInOutcome,
  ): SignInRecord => ({ candidateId: credential?.candidateId ?? null, outcome, ...origin, userAgent });

  const note = (...parts: Parameters<typeof describe>): Promise<void> => insertSignIn(db, describe(...parts));

  /** Compares with the password's hash, for as long where there is none; then with the first secret. */
  async function judge(attempt: SignInAttempt, credential: Credential | null): Promise<SignInResult> {
    const { candidateId = 0, passwordHash = null, firstSecretHash = null } = credential ?? {};
    const matches = await hasher.matches(attempt.password, passwordHash);
    if (matches && passwordHash !== null) {
      const admitted = { candidateId, mark: markPassword(passwordHash) };
      return { outcome: credential?.hasTotp === true ? 'totpNeeded' : 'signedIn', ...admitted };
    }
    const isFirst =
      passwordHash === null &&
      firstSecretHash !== null &&
      isFirstSecret(cipher, attempt.password, firstSecretHash);
    return isFirst
      ? { outcome: 'firstSignIn', candidateId, secretHash: firstSecretHash }
      : { outcome: 'refused' };
  }

  async function checkPassword(attempt: SignInAttempt): Promise<SignInResult> {
    const { candidateNumber, origin } = attempt;
    const credential = await findCredentialByNumber(db, candidateNumber, origin.device);
    const trusted = credential?.trusted ?? false;
    const admission = await limits.admitSignIn({ account: candidateNumber, origin, trusted });
    if (admission.until !== null) {
      await note(attempt, credential, 'throttled');
      return { outcome: 'throttled', until: admission.until };
    }
    const result = await judge(attempt, credential);
    if (result.outcome === 'signedIn') {
      const line = insertingSignIn(describe(attempt, credential, 'signedIn'));
      return { ...result, along: [line, settlingThrottles(admission.forgiveness)] };
    }
    const refused = result.outcome === 'refused';
    await Promise.all([note(attempt, credential, noted(result)), refused ? null : admission.forgive()]);
    return result;
  }

  /** Whether the 动态密码 is this account's. Nobody elsewhere can use up these tries (P15). */
  const proveTotpFirst = ({ origin, totp }: SignInAttempt, credential: Credential | null): Promise<boolean> =>
    takeEvenTime(EVEN_MS, async () => {
      if (credential === null) return false;
      const proved = await proof.proveTotp(
        { candidateId: credential.candidateId, device: origin.device },
        totp,
      );
      return proved.outcome === 'proved';
    });

  async function checkBehindTotp(attempt: SignInAttempt): Promise<SignInResult> {
    const { candidateNumber, origin } = attempt;
    const key = `${candidateNumber}|${origin.device}`;
    const until = (await totpByAddress.charge(origin.address)) ?? (await totpFirst.charge(key));
    const credential = await findCredentialByNumber(db, candidateNumber, origin.device);
    if (until !== null) {
      await note(attempt, credential, 'throttled');
      return { outcome: 'throttled', until };
    }
    if (!(await proveTotpFirst(attempt, credential))) {
      await note(attempt, credential, 'wrongTotp');
      return { outcome: 'refused' };
    }
    const result = await judge(attempt, credential);
    if (result.outcome !== 'totpNeeded') {
      await note(attempt, credential, 'wrongPassword');
      return { outcome: 'refused' };
    }
    await note(attempt, credential, 'signedIn');
    await totpFirst.clear(key);
    return { ...result, outcome: 'signedIn' };
  }

  return (attempt) => (attempt.totp === '' ? checkPassword(attempt) : checkBehindTotp(attempt));
}

/** What marks a password in a session, without being it or its hash. */
export function markPassword(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url');
}

function noted({ outcome }: SignInResult): SignInOutcome {
  return outcome === 'totpNeeded' || outcome === 'firstSignIn' ? outcome : 'wrongPassword';
}
