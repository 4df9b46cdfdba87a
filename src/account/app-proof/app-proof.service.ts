import { randomBytes, randomInt } from 'node:crypto';
import { lockAccount } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import type { Limited } from '../../domain/accounts/limit';
import { findPersonForUpdate } from '../../domain/accounts/person.repository';
import { openAccountPhone } from '../../domain/accounts/sealed';
import { isContested } from '../../domain/re-registration/re-registration.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { findTrouble } from '../../infrastructure/database/trouble';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { maskPhone } from '../../rules/identity/masking';
import {
  type AppProofParts,
  type AppProofResult,
  ask,
  claimOf,
  gatherParts,
  judge,
  type Parts,
  recordFailure,
  refuse,
} from './judge-check';
import {
  findNewestCheck,
  insertLivenessCheck,
  type LivenessCheckRow,
  type LivenessOutcome,
} from './liveness-check.repository';

type AppProofStart =
  | { readonly outcome: 'begun' | 'unreachable' }
  | ({ readonly outcome: 'limited' } & Limited);

/** What the page shows. */
export interface AppProofState {
  /** The check under way; null: none. */
  readonly open: LivenessCheckRow | null;
  /** Whether the app has answered it. */
  readonly answered: boolean;
  readonly unreachable: boolean;
  /** What the check before came to; null: nothing to tell. */
  readonly last: LivenessOutcome | null;
}

/** How long the page tells what a check came to. */
const TOLD_MS = 10 * 60_000;

export function createAppProofService(given: AppProofParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { begin, describe, settle });
}

export type AppProofService = ReturnType<typeof createAppProofService>;

/** 途径1: begins a check of the number that the account claims. @throws AppError numberContested, conflict (409) */
async function begin(parts: Parts, account: SignedInAccount, origin: Origin): Promise<AppProofStart> {
  const { admissions, lifeSeconds, cipher, liveness, db } = parts;
  const pass = await admissions.spend('appCheck', { subject: account.id, origin });
  if (pass.until !== null) return { outcome: 'limited', limit: 'appChecks', until: pass.until };
  const check = {
    token: randomBytes(24).toString('base64url'),
    matchCode: String(randomInt(0, 10_000)).padStart(4, '0'),
    expiresAt: new Date(wallClock() + lifeSeconds * 1000),
  };
  const { userName } = account;
  const maskedPhone = maskPhone(openAccountPhone(cipher, account.phoneCipher, account.userName));
  try {
    const { token, expiresAt } = check;
    const shown = { userName, maskedPhone };
    const address = await liveness.begin(pass, {
      token,
      claimed: claimOf(parts, account),
      account: shown,
      expiresAt,
    });
    await db.transaction(async (transaction) => {
      const person = await findPersonForUpdate(transaction, account.identityIndex);
      const locked = await lockAccount(transaction, account.id);
      if (person === null || locked?.status !== 'unproved') throw new AppError('conflict', 409);
      if (await isContested(transaction, person.id, 'app')) throw new AppError('numberContested', 409);
      await insertLivenessCheck(transaction, cipher, account.id, { ...check, address });
      await auditAccount(transaction, account, origin, 'beginAppProof');
    });
    return { outcome: 'begun' };
  } catch (error) {
    if (error instanceof AppError || findTrouble(error) !== null) throw error;
    recordFailure(parts, error);
    return { outcome: 'unreachable' };
  }
}

/** Asks and changes nothing. */
async function describe(parts: Parts, account: SignedInAccount, origin: Origin): Promise<AppProofState> {
  const newest = await findNewestCheck(parts.db, parts.cipher, account.id);
  const nothing = { open: null, answered: false, unreachable: false, last: null };
  if (newest === null) return nothing;
  const now = wallClock();
  if (newest.decidedAt !== null) {
    const told = newest.decidedAt.getTime() + TOLD_MS > now && newest.outcome !== 'proved';
    return { ...nothing, last: told ? newest.outcome : null };
  }
  if (newest.expiresAt.getTime() <= now) return { ...nothing, last: 'expired' };
  try {
    const answer = await ask(parts, 'appLook', account, origin, newest.token);
    return { ...nothing, open: newest, answered: answer !== null };
  } catch (error) {
    return { ...nothing, open: newest, unreachable: recordFailure(parts, error) !== 'forged' };
  }
}

/** Takes the app's answer: it proves the account, or the check is used up. */
async function settle(parts: Parts, account: SignedInAccount, origin: Origin): Promise<AppProofResult> {
  const check = await findOpen(parts, account);
  if (check === null) return 'none';
  if (check.expiresAt.getTime() <= wallClock()) {
    await refuse(parts, account, check, 'expired', origin);
    return 'expired';
  }
  try {
    const answer = await ask(parts, 'appAnswer', account, origin, check.token);
    return answer === null ? 'waiting' : await judge(parts, account, check, answer, origin);
  } catch (error) {
    if (error instanceof AppError || findTrouble(error) !== null) throw error;
    if (recordFailure(parts, error) !== 'forged') return 'unreachable';
    await refuse(parts, account, check, 'forged', origin);
    return 'forged';
  }
}

async function findOpen(parts: Parts, account: SignedInAccount): Promise<LivenessCheckRow | null> {
  const newest = await findNewestCheck(parts.db, parts.cipher, account.id);
  return newest === null || newest.decidedAt !== null ? null : newest;
}
