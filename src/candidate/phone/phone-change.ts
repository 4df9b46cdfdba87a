import type { Knex } from 'knex';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerCheck } from '../../domain/credentials/owner-check';
import type { FactorRecord } from '../../domain/identity/factor.repository';
import type { ProofService } from '../../domain/identity/proof.service';
import type { CodeDestination } from '../../domain/identity/proof-code';
import type { ProofRequest } from '../../domain/identity/proof-parts';
import type { ProofResult } from '../../domain/identity/proof-result';
import { resealPhone, type SealedPhone } from '../../domain/phones/phone.repository';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import { findPhoneFault, type PhoneFault } from '../../rules/identity/phone';
import type { RulePack } from '../../rules/pack/rule-pack';
import { type PhoneJourney, type PhoneStep, type PhoneVisit, unpackNext } from './phone-journey';
import type { PhoneLimits } from './phone-limits';
import { findBoundPhone, getUnchangedFactors, writePhone } from './write-phone';

type PhoneAnswer =
  | { readonly outcome: 'next'; readonly journey: PhoneJourney }
  | { readonly outcome: 'done' }
  /** Another candidate has bound the number; said only to whoever holds that phone. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

export interface PhoneServiceParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly proof: ProofService;
  readonly ownerCheck: OwnerCheck;
  readonly limits: PhoneLimits;
  readonly pack: () => RulePack;
}

/** Another candidate has bound the number: nothing is done, and no code used up. */
class Taken extends Error {}

const purposes = { old: 'phoneOld', new: 'phoneNew' } as const;

/**
 * Proves the step that is next; the last one changes the phone, with what else belongs to the change.
 * @throws AppError frozen, conflict
 */
export async function answer(
  parts: PhoneServiceParts,
  visit: PhoneVisit,
  journey: PhoneJourney,
  answer: string,
  transactionStep?: TransactionStep,
): Promise<PhoneAnswer> {
  const { db, cipher } = parts;
  requireUnfrozen(visit.candidate);
  const refused = await prove(parts, visit, journey, answer);
  if (refused !== null) return { outcome: 'unproved', proof: refused };
  const steps = journey.steps.slice(1);
  if (steps.length > 0) return { outcome: 'next', journey: { ...journey, steps } };
  return db
    .transaction(async (transaction) => {
      // The code is used up before the phone is bound: what it bound is known by that instant.
      await transactionStep?.(transaction);
      const result = await writePhone(transaction, cipher, visit, journey);
      if (result.outcome === 'taken') throw new Taken();
      return result;
    })
    .catch((error: unknown): PhoneAnswer => {
      if (error instanceof Taken) return { outcome: 'taken' };
      // Another candidate bound the number in the same moment.
      if (isUniqueViolation(error)) return { outcome: 'taken' };
      throw error;
    });
}

export const requestOf = (visit: PhoneVisit, step: 'old' | 'new'): ProofRequest => ({
  candidateId: visit.candidate.id,
  purpose: purposes[step],
  journey: visit.journey,
  origin: visit.origin,
});

export function destinationOf(
  cipher: Cipher,
  factors: FactorRecord,
  journey: PhoneJourney,
  step: 'old' | 'new',
): CodeDestination {
  const sealed = step === 'new' ? unpackNext(journey) : findBoundPhone(factors);
  if (sealed === null) throw new Error(`a journey to ${journey.act} a phone has no ${step} phone`);
  return { channel: 'sms', ...resealPhone(cipher, sealed, factors.candidateNumber) };
}

export function findFault(
  parts: PhoneServiceParts,
  old: SealedPhone | null,
  next: SealedPhone | null,
  phone: string,
): PhoneFault | 'same' | 'noPhone' | null {
  if (next === null) return old === null ? 'noPhone' : null;
  const same = old !== null && isSameIndex(old.index, next.index);
  return findPhoneFault(phone, parts.pack().identity.phonePrefixes) ?? (same ? 'same' : null);
}

export function charge(
  parts: PhoneServiceParts,
  { candidate, origin }: PhoneVisit,
  { index }: SealedPhone,
): Promise<Date | null> {
  return parts.limits({ candidateId: candidate.id, index, origin });
}

/** Proves the step that is next; null when it is proved. */
async function prove(
  parts: PhoneServiceParts,
  visit: PhoneVisit,
  journey: PhoneJourney,
  answer: string,
): Promise<ProofResult | null> {
  const { db, ownerCheck, proof } = parts;
  const factors = await getUnchangedFactors(db, visit.candidate.id, journey);
  const step = firstOf(journey);
  if (step === 'owner') {
    const check = await ownerCheck.check(visit, { answer, password: '', phrase: '' });
    if (check.outcome === 'unproved') return check.proof;
    if (check.outcome !== 'confirmed') throw new AppError('conflict', 409);
    return null;
  }
  const proved = await proof.proveCode(requestOf(visit, step), answer);
  if (proved.outcome !== 'proved') return proved;
  // A code that went to another number, in an earlier journey of this session, proves nothing here.
  const { index } = destinationOf(parts.cipher, factors, journey, step);
  const right = proved.destinationIndex !== null && isSameIndex(proved.destinationIndex, index);
  return right ? null : { outcome: 'noCode' };
}

export function firstOf({ act, steps }: PhoneJourney): PhoneStep {
  const [step] = steps;
  if (step === undefined) throw new Error(`a journey to ${act} a phone has no step left`);
  return step;
}
