import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import { insertAuditEntry } from '../audit/audit.repository';
import { type CandidateRecord, findIdentityByNumber, getCandidate } from '../candidates/candidate.repository';
import { normaliseSecret } from '../credentials/first-secret';
import { findServingCode, markCodeUsed } from './counter-code.repository';
import type { CounterPurpose } from './purpose';

/** Somebody who typed a code that serves: does what it is for, and nothing else. */
export interface CounterVisit {
  readonly codeId: number;
  readonly candidateId: number;
  readonly purpose: CounterPurpose;
  /** Real time in milliseconds at which it ends unfinished. */
  readonly until: number;
}

type CodeEntering =
  | { readonly outcome: 'entered'; readonly visit: CounterVisit }
  /** No such number, no such code, used, taken back or expired: which of them is told to nobody. */
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'throttled'; readonly until: Date };

const VISIT_MS = 15 * 60 * 1000;
/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 250;

/** The keyed hash of a candidate's code: a code of one is worth nothing with the number of another. */
export function hashCounterCode(cipher: Cipher, candidateId: number, typed: string): Buffer {
  return cipher.blindIndex(`${candidateId}|${normaliseSecret(typed)}`, 'counter_codes.code');
}

/** What all the steps work with. */
function gatherParts(db: Knex, cipher: Cipher) {
  const admissions = createAdmissions(db);
  return { admissions, db, cipher };
}

type Parts = ReturnType<typeof gatherParts>;

export function createCounterCodeService(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return { ...bindParts(parts, { enter, getCandidate: getOwner }), useUp };
}

export type CounterCodeService = ReturnType<typeof createCounterCodeService>;

/** Checks 考生号 and 柜台码; the code is not used up yet. */
const enter = (
  parts: Parts,
  { candidateNumber, code, origin }: { candidateNumber: string; code: string; origin: Origin },
): Promise<CodeEntering> => padResponseTime(EVEN_MS, () => enterNow(parts, candidateNumber, code, origin));

const getOwner = ({ db }: Parts, { candidateId }: CounterVisit): Promise<CandidateRecord> =>
  getCandidate(db, candidateId);

/** Uses the code up in the transaction of what it is for. It throws AppError counterCodeGone when it serves no more. */
const useUp =
  ({ codeId, candidateId, purpose }: CounterVisit, origin: Origin): TransactionStep =>
  async (transaction) => {
    if ((await markCodeUsed(transaction, { id: codeId, candidateId, purpose })) !== 1)
      throw new AppError('counterCodeGone', 409);
    await insertAuditEntry(transaction, {
      actorKind: 'candidate',
      actorId: String(candidateId),
      action: 'useCounterCode',
      subjectKind: 'counterCode',
      subjectId: String(codeId),
      detail: { purpose },
      origin,
    });
  };

async function enterNow(
  parts: Parts,
  candidateNumber: string,
  typed: string,
  origin: Origin,
): Promise<CodeEntering> {
  const { admissions, db, cipher } = parts;
  const pass = await admissions.spend('counterCode', { subject: candidateNumber, origin });
  if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
  const person = await findIdentityByNumber(db, candidateNumber);
  const candidateId = person?.id ?? 0;
  const code = await findServingCode(pass, db, candidateId, hashCounterCode(cipher, candidateId, typed));
  if (code === null) return { outcome: 'unknown' };
  await pass.forgive();
  const { id: codeId, purpose } = code;
  return {
    outcome: 'entered',
    visit: { codeId, candidateId, purpose, until: wallClock() + VISIT_MS },
  };
}
