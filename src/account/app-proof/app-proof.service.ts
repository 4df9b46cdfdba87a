import { randomBytes, randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { lockAccount } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import type { Limited } from '../../domain/accounts/limit';
import { correctPersonName, findPersonForUpdate } from '../../domain/accounts/person.repository';
import { openAccountPhone, openIdentity } from '../../domain/accounts/sealed';
import type { ProveAccount } from '../../domain/re-registration/prove-account';
import { isContested } from '../../domain/re-registration/re-registration.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { findTrouble } from '../../infrastructure/database/trouble';
import { AppError } from '../../infrastructure/errors';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findLivenessFault, type LivenessAnswer, type NamedPerson } from '../../rules/account/liveness';
import { splitDocumentNumber } from '../../rules/identity/identity-document';
import { maskPhone } from '../../rules/identity/masking';
import { type Liveness, LivenessError } from './liveness';
import {
  decideCheck,
  findNewestCheck,
  insertLivenessCheck,
  type LivenessCheckRow,
  type LivenessOutcome,
} from './liveness-check.repository';

type AppProofStart =
  | { readonly outcome: 'begun' | 'unreachable' }
  | ({ readonly outcome: 'limited' } & Limited);

/** `none`: no check is open. */
export type AppProofResult = LivenessOutcome | 'waiting' | 'unreachable' | 'none';

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

interface AppProofParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly liveness: Liveness;
  readonly proveAccount: ProveAccount;
  /** Seconds that a check lasts. */
  readonly lifeSeconds: number;
}

/** How long the page tells what a check came to. */
const TOLD_MS = 10 * 60_000;

/** What all the steps work with. */
function gatherParts(parts: AppProofParts) {
  const { db } = parts;
  const admissions = createAdmissions(db);
  /** Questions under way, by check: whoever asks a hundred times at once has one question asked. */
  const asking = new Map<string, Promise<LivenessAnswer | null>>();
  return { ...parts, asking, admissions };
}

type Parts = ReturnType<typeof gatherParts>;

export function createAppProofService(given: AppProofParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { begin, describe, settle });
}

export type AppProofService = ReturnType<typeof createAppProofService>;

/** 途径1: begins a check of the number that the account claims. @throws AppError numberContested, conflict (409) */
async function begin(parts: Parts, account: SignedInAccount, origin: Origin): Promise<AppProofStart> {
  const { admissions, lifeSeconds, cipher, liveness, db } = parts;
  const { until } = await admissions.spend('appCheck', { subject: account.id, origin });
  if (until !== null) return { outcome: 'limited', limit: 'appChecks', until };
  const check = {
    token: randomBytes(24).toString('base64url'),
    matchCode: String(randomInt(0, 10_000)).padStart(4, '0'),
    expiresAt: new Date(wallClock() + lifeSeconds * 1000),
  };
  const { userName } = account;
  const maskedPhone = maskPhone(openAccountPhone(cipher, account.phoneCipher));
  try {
    const { token, expiresAt } = check;
    const shown = { userName, maskedPhone };
    const address = await liveness.begin({
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
      await insertLivenessCheck(transaction, account.id, { ...check, address });
      await auditAccount(transaction, account, origin, 'beginAppProof');
    });
    return { outcome: 'begun' };
  } catch (error) {
    if (error instanceof AppError || findTrouble(error) !== null) throw error;
    noteFailure(parts, error);
    return { outcome: 'unreachable' };
  }
}

/** Asks and changes nothing. */
async function describe(parts: Parts, account: SignedInAccount): Promise<AppProofState> {
  const newest = await findNewestCheck(parts.db, account.id);
  const nothing = { open: null, answered: false, unreachable: false, last: null };
  if (newest === null) return nothing;
  const now = wallClock();
  if (newest.decidedAt !== null) {
    const told = newest.decidedAt.getTime() + TOLD_MS > now && newest.outcome !== 'proved';
    return { ...nothing, last: told ? newest.outcome : null };
  }
  if (newest.expiresAt.getTime() <= now) return { ...nothing, last: 'expired' };
  try {
    const answer = await ask(parts, newest.token);
    return { ...nothing, open: newest, answered: answer !== null };
  } catch (error) {
    return { ...nothing, open: newest, unreachable: noteFailure(parts, error) !== 'forged' };
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
    const answer = await ask(parts, check.token);
    return answer === null ? 'waiting' : await judge(parts, account, check, answer, origin);
  } catch (error) {
    if (error instanceof AppError || findTrouble(error) !== null) throw error;
    if (noteFailure(parts, error) !== 'forged') return 'unreachable';
    await refuse(parts, account, check, 'forged', origin);
    return 'forged';
  }
}

function ask(parts: Parts, token: string): Promise<LivenessAnswer | null> {
  const { asking, liveness } = parts;
  const asked = asking.get(token) ?? liveness.findAnswer(token).finally(() => asking.delete(token));
  asking.set(token, asked);
  return asked;
}

function claimOf(parts: Parts, { documentKind, identityCipher, name }: SignedInAccount): NamedPerson {
  const { country, number } = splitDocumentNumber(openIdentity(parts.cipher, identityCipher));
  return { documentKind, number, ...(country === null ? {} : { country }), name };
}

/** Where it is not known what the app says, the check stays open; an answer that somebody made up ends it. */
function noteFailure(parts: Parts, error: unknown): LivenessError['code'] {
  if (!(error instanceof LivenessError)) throw error;
  const entry = { fault: error.message };
  if (error.code === 'forged') parts.log.error(entry, 'alarm: an answer of the phone app was forged');
  else parts.log.warn(entry, 'the service behind the phone app gave no answer');
  return error.code;
}

const refuse = (
  { db }: Parts,
  account: SignedInAccount,
  check: LivenessCheckRow,
  outcome: LivenessOutcome,
  origin: Origin,
) =>
  db.transaction(async (transaction) => {
    if ((await decideCheck(transaction, check.id, outcome)) !== 1) return;
    await auditAccount(transaction, account, origin, 'appProofRefused', {
      reason: outcome,
      check: check.id,
    });
  });

/** The person is locked before check and account, as all do who prove. */
const prove = (
  { db, proveAccount }: Parts,
  account: SignedInAccount,
  check: LivenessCheckRow,
  { matched }: LivenessAnswer,
  origin: Origin,
) =>
  db.transaction(async (transaction) => {
    const person = await findPersonForUpdate(transaction, account.identityIndex);
    if (person === null || matched === null) throw new AppError('conflict', 409);
    if ((await decideCheck(transaction, check.id, 'proved')) !== 1) throw new AppError('conflict', 409);
    if (person.name !== account.name) await correctPersonName(transaction, person.id, account.name);
    await proveAccount(transaction, { accountId: account.id, route: 'app', origin });
  });

async function findOpen(parts: Parts, account: SignedInAccount): Promise<LivenessCheckRow | null> {
  const newest = await findNewestCheck(parts.db, account.id);
  return newest === null || newest.decidedAt !== null ? null : newest;
}

async function judge(
  parts: Parts,
  account: SignedInAccount,
  check: LivenessCheckRow,
  answer: LivenessAnswer,
  origin: Origin,
): Promise<AppProofResult> {
  const claimed = claimOf(parts, account);
  const fault = findLivenessFault({ ...check, claimed }, answer, new Date(wallClock()));
  if (fault !== null) {
    await refuse(parts, account, check, fault, origin);
    return fault;
  }
  try {
    await prove(parts, account, check, answer, origin);
    return 'proved';
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'numberContested') throw error;
    await refuse(parts, account, check, 'contested', origin);
    return 'contested';
  }
}
