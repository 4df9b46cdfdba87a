import { bindParts } from '../../infrastructure/bind-parts';
import type { SessionRow } from '../../infrastructure/database/session.repository';
import type { Origin } from '../../infrastructure/origin';
import { findArrival, putArrival } from './account-arrival.repository';
import { changePassword, confirmPassword, type SignInServiceParts } from './change-password';
import { type Admitted, createPasswordCheck, markPassword, type SignInResult } from './password-check';
import type { AccountArrival } from './session-data';
import {
  insertSignIn,
  lockCredential,
  putSession,
  type SignInNote,
  updateSessionId,
} from './sign-in.repository';

/** The session in which somebody arrives. */
interface ArrivedSession {
  readonly id: string;
  readonly device: string;
  /** Null where it is kept already. */
  readonly row: SessionRow | null;
}

type TotpResult =
  | ({ readonly outcome: 'signedIn' } & Admitted)
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'throttled'; readonly until: Date };

interface RecordedSession {
  /** Id of the session that was signed in before; null when there was none. */
  readonly replaced: string | null;
}

/** Somebody whom the provider has named, and whose account is linked. */
interface LinkedAttempt {
  readonly candidateId: number;
  readonly account: AccountArrival;
  readonly origin: Origin;
  readonly userAgent: string;
}

export function createSignInService(parts: SignInServiceParts) {
  return {
    ...bindParts(parts, {
      confirmPassword,
      checkTotp,
      recordSession,
      admitLinked,
      endArrival,
      forgetSession,
      changePassword,
    }),
    checkPassword: createPasswordCheck(parts),
    /** Whether the sign-in asks for a picture code at once. */
    asksPicture: parts.limits.asksPicture,
  };
}

export type SignInService = ReturnType<typeof createSignInService>;

/** The second step of somebody whose password was right and who has bound 动态密码. */
async function checkTotp(
  { proof, db }: SignInServiceParts,
  { candidateId, mark, account }: Admitted,
  totp: string,
  origin: Origin,
  userAgent: string,
): Promise<TotpResult> {
  const proved = await proof.proveTotp({ candidateId, origin }, totp);
  if (proved.outcome === 'proved') {
    const arrival = account === undefined ? {} : { account };
    const noted = noteSignedIn(candidateId, origin, userAgent);
    return { outcome: 'signedIn', candidateId, mark, ...arrival, noted };
  }
  await insertSignIn(db, { candidateId, outcome: 'wrongTotp', ...origin, userAgent });
  return proved.outcome === 'throttled' ? proved : { outcome: 'wrong' };
}

/** The line of a sign-in that gives no try back, written with its session. */
const noteSignedIn = (candidateId: number, origin: Origin, userAgent: string): SignInNote => ({
  record: { candidateId, outcome: 'signedIn', ...origin, userAgent },
  refunds: [],
});

/**
 * Records the session that is signed in from now on. Sign-ins at the same moment take turns, so that each ends the
 * one before it. @returns the session that it replaces, for the caller to end; null when the password that was
 * checked is no longer the password.
 */
async function recordSession(
  parts: SignInServiceParts,
  { candidateId, mark, account, noted: signIn }: Admitted,
  { id: sessionId, device, row }: ArrivedSession,
): Promise<RecordedSession | null> {
  const noted = signIn ?? null;
  const session = { candidateId, sessionId, device, mark: Buffer.from(mark, 'base64url'), row, noted };
  if (account === undefined) return putSession(parts.db, session);
  return parts.db.transaction(async (transaction) => {
    await lockCredential(transaction, candidateId);
    if (!(await parts.isLinked(transaction, candidateId, account))) return null;
    const recorded = await putSession(transaction, session);
    if (recorded !== null) await putArrival(transaction, { candidateId, sessionId, ...account });
    return recorded;
  });
}

/**
 * Admits a candidate whom a linked 学信 account names, in the password's place: 动态密码 is asked where it is bound.
 * Nobody who has not set a password yet comes in by it.
 */
async function admitLinked(
  { db }: SignInServiceParts,
  { candidateId, account, origin, userAgent }: LinkedAttempt,
): Promise<SignInResult> {
  return db.transaction(async (transaction) => {
    const credential = await lockCredential(transaction, candidateId);
    const { passwordHash = null } = credential ?? {};
    if (passwordHash === null) return { outcome: 'refused' };
    const admitted = { candidateId, mark: markPassword(passwordHash), account };
    await insertSignIn(transaction, { candidateId, outcome: 'accountAccepted', ...origin, userAgent });
    if (credential?.hasTotp === true) return { outcome: 'totpNeeded', ...admitted };
    return { outcome: 'signedIn', ...admitted, noted: noteSignedIn(candidateId, origin, userAgent) };
  });
}

/** Ends the session that began with this session of the provider. @returns its id, for the caller to end; null for none. */
async function endArrival({ db }: SignInServiceParts, sid: string): Promise<string | null> {
  return db.transaction(async (transaction) => {
    const arrival = await findArrival(transaction, sid);
    if (arrival === null) return null;
    const locked = await lockCredential(transaction, arrival.candidateId);
    // A newer sign-in has taken its place, and stays.
    if (locked?.sessionId !== arrival.sessionId) return null;
    await updateSessionId(transaction, arrival.candidateId, null);
    return arrival.sessionId;
  });
}

/** Forgets the session at 退出. */
async function forgetSession({ db }: SignInServiceParts, candidateId: number): Promise<void> {
  await updateSessionId(db, candidateId, null);
}
