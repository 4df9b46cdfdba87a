import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import type { Pass } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { findPasswordFaults, type PasswordFault } from '../../rules/identity/password-rules';
import { auditCandidate } from '../candidates/audit-candidate';
import { isTrustedDevice } from '../identity/device.repository';
import type { ProofService } from '../identity/proof.service';
import { nameOrigin } from '../mailbox/mail.presenter';
import { tellOwner } from '../messages/tell-owner';
import type { AccountArrival } from './session-data';
import { findCredentialByNumber, lockCredential, updatePasswordHash } from './sign-in.repository';
import type { SignInLimits } from './sign-in-limits';

export type PasswordChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'throttled'; readonly until: Date }
  | { readonly outcome: 'faults'; readonly faults: readonly PasswordFault[] };

export type PasswordConfirmation =
  | { readonly outcome: 'confirmed'; readonly hash: string; readonly pass: Pass }
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'throttled'; readonly until: Date };

export interface PasswordOwner {
  readonly id: number;
  readonly candidateNumber: string;
}

export interface SignInServiceParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly limits: SignInLimits;
  readonly proof: ProofService;
  /** Whether a 学信 account is still linked to a candidate, and signed in where it was. */
  readonly isLinked: (db: Knex, candidateId: number, account: AccountArrival) => Promise<boolean>;
}

/** 修改密码 while signed in; `personal` are facts the new password must not contain. */
export async function changePassword(
  parts: SignInServiceParts,
  {
    candidateId,
    candidateNumber,
    personal,
    current,
    next,
    origin,
  }: {
    readonly candidateId: number;
    readonly candidateNumber: string;
    readonly personal: readonly string[];
    readonly current: string;
    readonly next: string;
    readonly origin: Origin;
  },
): Promise<PasswordChange> {
  const { hasher, db, cipher } = parts;
  const faults = findPasswordFaults(next, personal);
  if (faults.length > 0) return { outcome: 'faults', faults };
  const confirmed = await confirmPassword(parts, { id: candidateId, candidateNumber }, current, origin);
  if (confirmed.outcome !== 'confirmed') return confirmed;
  const hash = await hasher.hash(confirmed.pass, next);
  return db.transaction(async (transaction) => {
    const locked = await lockCredential(transaction, candidateId);
    // Changed meanwhile: the password that was checked is no longer the password.
    if (locked === null || locked.passwordHash !== confirmed.hash) return { outcome: 'wrongPassword' };
    const changed = await updatePasswordHash(transaction, candidateId, hash);
    if (changed !== 1) throw new Error(`password of candidate ${candidateId}: ${changed} rows changed`);
    await auditCandidate(transaction, candidateId, origin, 'changePassword');
    await tellOwner(transaction, cipher, {
      candidateId,
      kind: 'passwordChanged',
      at: new Date(wallClock()),
      values: nameOrigin(origin),
    });
    return { outcome: 'changed' };
  });
}

/** Asks for the password again before an act; throttled with the sign-ins of the account. */
export async function confirmPassword(
  { db, limits, hasher }: SignInServiceParts,
  { id, candidateNumber }: PasswordOwner,
  password: string,
  origin: Origin,
): Promise<PasswordConfirmation> {
  // An empty field does not count as a try.
  if (password === '') return { outcome: 'wrongPassword' };
  const trusted = await isTrustedDevice(db, id, origin.device);
  const admission = await limits.admitConfirmation({ account: candidateNumber, origin, trusted });
  if (admission.until !== null) return { outcome: 'throttled', until: admission.until };
  const hash = (await findCredentialByNumber(db, candidateNumber, origin.device))?.passwordHash ?? null;
  if (!(await hasher.matches(admission, password, hash)) || hash === null)
    return { outcome: 'wrongPassword' };
  await admission.forgive();
  return { outcome: 'confirmed', hash, pass: admission };
}
