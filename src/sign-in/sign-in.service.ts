import type { Knex } from 'knex';
import { insertAuditEntry, type Origin } from '../audit';
import { realTime } from '../clock';
import { trustFirstDevice } from '../identity';
import { tellOwner } from '../messages';
import type { Cipher } from '../security/cipher';
import type { PasswordHasher } from './password-hasher';
import { findPasswordFaults, type PasswordFault } from './password-rules';
import {
  findCredentialByNumber,
  insertSignIn,
  lockCredential,
  updatePasswordHash,
  updateSessionId,
} from './sign-in.repository';
import type { SignInLimits } from './sign-in-limits';

export interface SignInAttempt {
  readonly candidateNumber: string;
  readonly password: string;
  readonly origin: Origin;
  readonly userAgent: string;
}

export type SignInResult =
  | { readonly outcome: 'signedIn'; readonly candidateId: number }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'throttled'; readonly until: Date };

export type PasswordChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'throttled'; readonly until: Date }
  | { readonly outcome: 'faults'; readonly faults: readonly PasswordFault[] };

export type PasswordConfirmation =
  | { readonly outcome: 'confirmed'; readonly hash: string }
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'throttled'; readonly until: Date };

export interface PasswordOwner {
  readonly id: number;
  readonly candidateNumber: string;
}

export interface SignInService {
  /** Checks 考生号 and password. The answer never tells which of the two was wrong. */
  checkPassword(attempt: SignInAttempt): Promise<SignInResult>;
  /**
   * Notes the session that is signed in from now on. Sign-ins at the same moment take turns, so that each ends the
   * one before it. @returns the id of the session that it replaces, for the caller to end.
   */
  noteSession(candidateId: number, sessionId: string, device: string): Promise<string | null>;
  /** Forgets the session at 退出. */
  forgetSession(candidateId: number): Promise<void>;
  /** Asks for the password again before an act; throttled with the sign-ins of the account. */
  confirmPassword(owner: PasswordOwner, password: string, origin: Origin): Promise<PasswordConfirmation>;
  /** 修改密码 while signed in; `personal` are facts the new password must not contain. */
  changePassword(change: {
    readonly candidateId: number;
    readonly candidateNumber: string;
    readonly personal: readonly string[];
    readonly current: string;
    readonly next: string;
    readonly origin: Origin;
  }): Promise<PasswordChange>;
}

export function createSignInService(
  db: Knex,
  cipher: Cipher,
  hasher: PasswordHasher,
  limits: SignInLimits,
): SignInService {
  async function confirmPassword(
    { candidateNumber }: Pick<PasswordOwner, 'candidateNumber'>,
    password: string,
    origin: Origin,
  ): Promise<PasswordConfirmation> {
    const until = await limits.admit(candidateNumber, origin.address);
    if (until !== null) return { outcome: 'throttled', until };
    const hash = (await findCredentialByNumber(db, candidateNumber))?.passwordHash ?? null;
    if (!(await hasher.matches(password, hash)) || hash === null) return { outcome: 'wrongPassword' };
    await limits.forgive(candidateNumber, origin.address);
    return { outcome: 'confirmed', hash };
  }

  return {
    confirmPassword,

    async checkPassword({ candidateNumber, password, origin, userAgent }) {
      const until = await limits.admit(candidateNumber, origin.address);
      const credential = await findCredentialByNumber(db, candidateNumber);
      const record = { candidateId: credential?.candidateId ?? null, ...origin, userAgent };
      if (until !== null) {
        await insertSignIn(db, { ...record, outcome: 'throttled' });
        return { outcome: 'throttled', until };
      }
      const matches = await hasher.matches(password, credential?.passwordHash ?? null);
      if (!matches || credential === null) {
        await insertSignIn(db, { ...record, outcome: 'wrongPassword' });
        return { outcome: 'refused' };
      }
      await limits.forgive(candidateNumber, origin.address);
      await insertSignIn(db, { ...record, outcome: 'signedIn' });
      return { outcome: 'signedIn', candidateId: credential.candidateId };
    },

    async noteSession(candidateId, sessionId, device) {
      return db.transaction(async (transaction) => {
        const locked = await lockCredential(transaction, candidateId);
        await updateSessionId(transaction, candidateId, sessionId);
        await trustFirstDevice(transaction, candidateId, device);
        return locked?.sessionId ?? null;
      });
    },

    async forgetSession(candidateId) {
      await updateSessionId(db, candidateId, null);
    },

    async changePassword({ candidateId, candidateNumber, personal, current, next, origin }) {
      const faults = findPasswordFaults(next, personal);
      if (faults.length > 0) return { outcome: 'faults', faults };
      const confirmed = await confirmPassword({ candidateNumber }, current, origin);
      if (confirmed.outcome !== 'confirmed') return confirmed;
      const hash = await hasher.hash(next);
      return db.transaction(async (transaction) => {
        const locked = await lockCredential(transaction, candidateId);
        // Changed meanwhile: the password that was checked is no longer the password.
        if (locked === null || locked.passwordHash !== confirmed.hash) return { outcome: 'wrongPassword' };
        const changed = await updatePasswordHash(transaction, candidateId, hash);
        if (changed !== 1) throw new Error(`password of candidate ${candidateId}: ${changed} rows changed`);
        await insertAuditEntry(transaction, {
          actorKind: 'candidate',
          actorId: String(candidateId),
          action: 'changePassword',
          subjectKind: 'candidate',
          subjectId: String(candidateId),
          origin,
        });
        await tellOwner(transaction, cipher, {
          candidateId,
          kind: 'passwordChanged',
          at: new Date(realTime()),
          values: { address: origin.address },
        });
        return { outcome: 'changed' };
      });
    },
  };
}
