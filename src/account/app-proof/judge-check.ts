import type { Knex } from 'knex';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { correctPersonName, findPersonForUpdate } from '../../domain/accounts/person.repository';
import { openIdentity } from '../../domain/accounts/sealed';
import type { ProveAccount } from '../../domain/re-registration/prove-account';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findLivenessFault, type LivenessAnswer, type NamedPerson } from '../../rules/account/liveness';
import { splitDocumentNumber } from '../../rules/identity/identity-document';
import { type Liveness, LivenessError } from './liveness';
import { decideCheck, type LivenessCheckRow, type LivenessOutcome } from './liveness-check.repository';

/** `none`: no check is open. */
export type AppProofResult = LivenessOutcome | 'waiting' | 'unreachable' | 'none';

export interface AppProofParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly liveness: Liveness;
  readonly proveAccount: ProveAccount;
  /** Seconds that a check lasts. */
  readonly lifeSeconds: number;
}

/** What all the steps work with. */
export function gatherParts(parts: AppProofParts) {
  const { db } = parts;
  const admissions = createAdmissions(db);
  /** Questions under way, by check: whoever asks a hundred times at once has one question asked. */
  const asking = new Map<string, Promise<LivenessAnswer | null>>();
  return { ...parts, asking, admissions };
}

export type Parts = ReturnType<typeof gatherParts>;

/**
 * The answer to a check; null while the app has given none. A page that is loaded over and over does not ask the service
 * as often: what is asked is counted, and whoever has asked too often waits.
 */
export function ask(
  parts: Parts,
  purpose: 'appLook' | 'appAnswer',
  { id }: SignedInAccount,
  origin: Origin,
  token: string,
): Promise<LivenessAnswer | null> {
  const { asking, admissions, liveness } = parts;
  const askNow = async () => {
    const pass = await admissions.spend(purpose, { subject: id, origin });
    return pass.until === null ? liveness.findAnswer(pass, token) : null;
  };
  const asked = asking.get(token) ?? askNow().finally(() => asking.delete(token));
  asking.set(token, asked);
  return asked;
}

export function claimOf(
  parts: Parts,
  { userName, documentKind, identityCipher, name }: SignedInAccount,
): NamedPerson {
  const { country, number } = splitDocumentNumber(openIdentity(parts.cipher, identityCipher, userName));
  return { documentKind, number, ...(country === null ? {} : { country }), name };
}

/** Where it is not known what the app says, the check stays open; an answer that somebody made up ends it. */
export function recordFailure(parts: Parts, error: unknown): LivenessError['code'] {
  if (!(error instanceof LivenessError)) throw error;
  const entry = { fault: error.message };
  if (error.code === 'forged') parts.log.error(entry, 'alarm: an answer of the phone app was forged');
  else parts.log.warn(entry, 'the service behind the phone app gave no answer');
  return error.code;
}

export const refuse = (
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

export async function judge(
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
