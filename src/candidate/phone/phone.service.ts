import type { Knex } from 'knex';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerAnswer, OwnerCheck, OwnerRefusal, OwnerStep } from '../../domain/credentials/owner-check';
import { type FactorRecord, getFactors } from '../../domain/identity/factor.repository';
import type {
  CodeDestination,
  ProofRequest,
  ProofService,
  ProofStep,
} from '../../domain/identity/proof.service';
import type { ProofResult } from '../../domain/identity/proof-result';
import { openPhone, type SealedPhone, sealPhone } from '../../domain/phones/phone.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Alongside } from '../../infrastructure/database/alongside';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findRung } from '../../rules/identity/ladder';
import { maskPhone } from '../../rules/identity/masking';
import { findPhoneFault, normalisePhone, type PhoneFault } from '../../rules/identity/phone';
import type { RulePack } from '../../rules/rule-pack';
import { type PhoneJourney, type PhoneStep, type PhoneVisit, planJourney, unpackNext } from './phone-journey';
import type { PhoneLimits } from './phone-limits';
import { findBoundPhone, getUnchangedFactors, writePhone } from './write-phone';

interface PhonePage {
  /** 159****845; '' where none is bound. */
  readonly masked: string;
  /** What is asked for together with the number: the first factor's password and phrase; null when steps follow instead. */
  readonly owner: OwnerStep | null;
}

export interface StepPage {
  readonly step: PhoneStep;
  readonly last: boolean;
  /** The number a code goes to: the new one in clear, as it was typed in this session, the old one masked. */
  readonly number: string;
  readonly proof: ProofStep;
}

interface PhoneWish {
  readonly deletes: boolean;
  readonly typed: string;
  /** What confirms the owner; null where password and phrase were set in this very session. */
  readonly answer: OwnerAnswer | null;
  /** The county office has checked who it is: the old phone, which is lost, proves nothing (M15). */
  readonly inPerson?: boolean;
}

export type PhoneStart =
  | { readonly outcome: 'started'; readonly journey: PhoneJourney }
  | { readonly outcome: 'fault'; readonly fault: PhoneFault | 'same' | 'noPhone' }
  | { readonly outcome: 'tooMany'; readonly until: Date }
  | OwnerRefusal;

type PhoneAnswer =
  | { readonly outcome: 'next'; readonly journey: PhoneJourney }
  | { readonly outcome: 'done' }
  /** Another candidate has bound the number; said only to whoever holds that phone. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

interface PhoneServiceParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly proof: ProofService;
  readonly ownerCheck: OwnerCheck;
  readonly limits: PhoneLimits;
  readonly pack: () => RulePack;
}

const purposes = { old: 'phoneOld', new: 'phoneNew' } as const;
/** 手机号码维护 (figure 25; M14, M15). */
export function createPhoneService(parts: PhoneServiceParts) {
  return bindParts(parts, { getPage, start, getStep, sendCode, answer, deleteInPerson });
}

export type PhoneService = ReturnType<typeof createPhoneService>;

async function getPage({ db, ownerCheck, cipher }: PhoneServiceParts, visit: PhoneVisit): Promise<PhonePage> {
  const [factors, owner] = await Promise.all([
    getFactors(db, visit.candidate.id),
    ownerCheck.describe(visit),
  ]);
  const masked = factors.phoneCipher === null ? '' : maskPhone(openPhone(cipher, factors.phoneCipher));
  return { masked, owner: owner.first ? owner : null };
}

/** 更新手机号: checks what was typed; nothing is sent yet. @throws AppError frozen */
async function start(parts: PhoneServiceParts, visit: PhoneVisit, wish: PhoneWish): Promise<PhoneStart> {
  const { db, cipher, ownerCheck } = parts;
  requireUnfrozen(visit.candidate);
  const factors = await getFactors(db, visit.candidate.id);
  const phone = normalisePhone(wish.typed);
  const next = wish.deletes ? null : sealPhone(cipher, phone);
  const fault = findFault(parts, findBoundPhone(factors), next, phone);
  if (fault !== null) return { outcome: 'fault', fault };
  const journey = planJourney(factors, next, wish.inPerson === true);
  const first = findRung(factors, { phraseServes: false, boundBefore: null }) === null;
  if (first && wish.answer !== null) {
    const check = await ownerCheck.check(visit, wish.answer);
    if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
  }
  const until = next === null ? null : await charge(parts, visit, next);
  return until === null ? { outcome: 'started', journey } : { outcome: 'tooMany', until };
}

async function getStep(
  { ownerCheck, db, cipher, proof }: PhoneServiceParts,
  visit: PhoneVisit,
  journey: PhoneJourney,
): Promise<StepPage> {
  const step = firstOf(journey);
  const last = journey.steps.length === 1;
  if (step === 'owner') {
    return { step, last, number: '', proof: (await ownerCheck.describe(visit)).proof };
  }
  const factors = await getUnchangedFactors(db, visit.candidate.id, journey);
  const number = openPhone(cipher, destinationOf(factors, journey, step).cipher);
  const shown = step === 'new' ? number : maskPhone(number);
  const described = await proof.describeStep(requestOf(visit, step));
  return { step, last, number: shown, proof: { ...described, rung: 'sms', maskedPhone: shown } };
}

/** 获取验证码, for the step that is next. @throws AppError frozen, conflict */
async function sendCode(
  { db, ownerCheck, proof }: PhoneServiceParts,
  visit: PhoneVisit,
  journey: PhoneJourney,
): ReturnType<ProofService['sendCode']> {
  requireUnfrozen(visit.candidate);
  const factors = await getUnchangedFactors(db, visit.candidate.id, journey);
  const step = firstOf(journey);
  if (step === 'owner') return ownerCheck.sendCode(visit);
  return proof.sendCode(requestOf(visit, step), destinationOf(factors, journey, step));
}

/**
 * Proves the step that is next; the last one changes the phone, with what else belongs to the change.
 * @throws AppError frozen, conflict
 */
async function answer(
  parts: PhoneServiceParts,
  visit: PhoneVisit,
  journey: PhoneJourney,
  answer: string,
  alongside?: Alongside,
): Promise<PhoneAnswer> {
  const { db, cipher } = parts;
  requireUnfrozen(visit.candidate);
  const refused = await prove(parts, visit, journey, answer);
  if (refused !== null) return { outcome: 'unproved', proof: refused };
  const steps = journey.steps.slice(1);
  if (steps.length > 0) return { outcome: 'next', journey: { ...journey, steps } };
  return db
    .transaction(async (transaction) => {
      const result = await writePhone(transaction, cipher, visit, journey);
      if (result.outcome === 'done') await alongside?.(transaction);
      return result;
    })
    .catch((error: unknown): PhoneAnswer => {
      // Another candidate bound the number in the same moment.
      if (isUniqueViolation(error)) return { outcome: 'taken' };
      throw error;
    });
}

/** Deletes the phone of somebody whose identity the county office has checked. @throws AppError frozen, conflict */
async function deleteInPerson(
  { db, cipher }: PhoneServiceParts,
  visit: PhoneVisit,
  alongside: Alongside,
): Promise<void> {
  requireUnfrozen(visit.candidate);
  const factors = await getFactors(db, visit.candidate.id);
  if (findBoundPhone(factors) === null) throw new AppError('conflict', 409);
  await db.transaction(async (transaction) => {
    await alongside(transaction);
    await writePhone(transaction, cipher, visit, planJourney(factors, null));
  });
}

const requestOf = (visit: PhoneVisit, step: 'old' | 'new'): ProofRequest => ({
  candidateId: visit.candidate.id,
  purpose: purposes[step],
  journey: visit.journey,
  origin: visit.origin,
});

function destinationOf(factors: FactorRecord, journey: PhoneJourney, step: 'old' | 'new'): CodeDestination {
  const sealed = step === 'new' ? unpackNext(journey) : findBoundPhone(factors);
  if (sealed === null) throw new Error(`a journey to ${journey.act} a phone has no ${step} phone`);
  return { channel: 'sms', ...sealed };
}

function findFault(
  parts: PhoneServiceParts,
  old: SealedPhone | null,
  next: SealedPhone | null,
  phone: string,
): PhoneFault | 'same' | 'noPhone' | null {
  if (next === null) return old === null ? 'noPhone' : null;
  const same = old?.index.equals(next.index) === true;
  return findPhoneFault(phone, parts.pack().identity.phonePrefixes) ?? (same ? 'same' : null);
}

function charge(
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
  const right = proved.destinationIndex?.equals(destinationOf(factors, journey, step).index);
  return right === true ? null : { outcome: 'noCode' };
}

function firstOf({ act, steps }: PhoneJourney): PhoneStep {
  const [step] = steps;
  if (step === undefined) throw new Error(`a journey to ${act} a phone has no step left`);
  return step;
}
