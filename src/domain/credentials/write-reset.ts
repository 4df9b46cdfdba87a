import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import type { Origin } from '../../infrastructure/origin';
import type { WithAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { Rung } from '../../rules/identity/ladder';
import { findPasswordFaults, type PasswordFault } from '../../rules/identity/password-rules';
import { auditCandidate } from '../candidates/audit-candidate';
import { getCandidate } from '../candidates/candidate.repository';
import { trustDevice } from '../identity/device.repository';
import { nameOrigin } from '../mailbox/mail.presenter';
import { tellOwner } from '../messages/tell-owner';
import { listPersonalFacts } from './personal-facts';
import { lockCredential, resetPasswordHash } from './sign-in.repository';
import type { SignInLimits } from './sign-in-limits';

/** Whose password is reset, and from where. */
interface ResetOwner {
  readonly candidateId: number;
  readonly origin: Origin;
}

/** `endedSession`: the session that was signed in until now, for the caller to tell its browser. */
export interface WrittenReset {
  readonly outcome: 'reset';
  readonly endedSession: string | null;
}

interface ResetInPersonParts extends WithAdmissions {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly limits: SignInLimits;
}

/** Proofs by which the browser is known from then on: not the phrase, and not a code used at any computer of the county office. */
const trusting: readonly string[] = ['totp', 'wechat', 'sms'] satisfies readonly Rung[];

/**
 * Everything that a reset writes, in the transaction of what proved it (M13): the new hash, no session and no first
 * secret any more, the browser known or not, the audit line, and the owner told (P12).
 */
export async function writeReset(
  { cipher }: { readonly cipher: Cipher },
  transaction: Knex.Transaction,
  { candidateId, origin }: ResetOwner,
  hash: string,
  rung: Rung | 'counter',
): Promise<WrittenReset> {
  const locked = await lockCredential(transaction, candidateId);
  const changed = await resetPasswordHash(transaction, candidateId, hash);
  if (changed !== 1) throw new Error(`password of candidate ${candidateId}: ${changed} rows changed`);
  if (trusting.includes(rung)) await trustDevice(transaction, candidateId, origin.device);
  await auditCandidate(transaction, candidateId, origin, 'resetPassword', { rung });
  await tellOwner(transaction, cipher, {
    candidateId,
    kind: rung === 'counter' ? 'passwordResetInPerson' : 'passwordReset',
    at: new Date(wallClock()),
    values: nameOrigin(origin),
  });
  return { outcome: 'reset', endedSession: locked?.sessionId ?? null };
}

/**
 * The reset of somebody whose identity the county office has checked (A3, S17): the candidate types the new password,
 * and `useUpCode` uses the 柜台码 up in the same transaction. Nothing is used up while the password has faults.
 * @throws AppError counterCodeGone (409) where the code serves no more, tooOften (429)
 */
export async function resetInPerson(
  parts: ResetInPersonParts,
  owner: ResetOwner,
  next: string,
  useUpCode: TransactionStep,
): Promise<WrittenReset | { readonly outcome: 'faults'; readonly faults: readonly PasswordFault[] }> {
  const { db, cipher, admissions, hasher, limits } = parts;
  const { candidateId, origin } = owner;
  const candidate = await getCandidate(db, candidateId);
  const faults = findPasswordFaults(next, await listPersonalFacts(db, cipher, candidate));
  if (faults.length > 0) return { outcome: 'faults', faults };
  const pass = await admissions.require('setInPerson', { journey: `candidate|${candidateId}`, origin });
  const hash = await hasher.hash(pass, next);
  const result = await db.transaction(async (transaction) => {
    await useUpCode(transaction);
    return writeReset(parts, transaction, owner, hash, 'counter');
  });
  await limits.clear(candidate.candidateNumber, origin.device);
  return result;
}
