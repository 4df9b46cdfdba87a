import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerAnswer, OwnerRefusal, OwnerStep } from '../../domain/credentials/owner-check';
import { getFactors } from '../../domain/identity/factor.repository';
import type { ProofService, ProofStep } from '../../domain/identity/proof.service';
import { openPhone, sealPhone } from '../../domain/phones/phone.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import { AppError } from '../../infrastructure/errors';
import { findRung } from '../../rules/identity/ladder';
import { maskPhone } from '../../rules/identity/masking';
import { normalisePhone, type PhoneFault } from '../../rules/identity/phone';
import {
  answer,
  charge,
  destinationOf,
  findFault,
  firstOf,
  type PhoneServiceParts,
  requestOf,
} from './phone-change';
import { type PhoneJourney, type PhoneStep, type PhoneVisit, planJourney } from './phone-journey';
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
  | {
      readonly outcome: 'fault';
      readonly fault: PhoneFault | 'same' | 'noPhone';
      readonly province: string;
    }
  | { readonly outcome: 'tooMany'; readonly until: Date }
  | OwnerRefusal;

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
  const masked =
    factors.phoneCipher === null
      ? ''
      : maskPhone(openPhone(cipher, factors.phoneCipher, factors.candidateNumber));
  return { masked, owner: owner.first ? owner : null };
}

/** 更新手机号: checks what was typed; nothing is sent yet. @throws AppError frozen */
async function start(parts: PhoneServiceParts, visit: PhoneVisit, wish: PhoneWish): Promise<PhoneStart> {
  const { db, cipher, ownerCheck } = parts;
  requireUnfrozen(visit.candidate);
  const factors = await getFactors(db, visit.candidate.id);
  const phone = normalisePhone(wish.typed);
  const next = wish.deletes ? null : sealPhone(cipher, phone, factors.candidateNumber);
  const found = findFault(parts, findBoundPhone(factors), next, phone);
  // At the counter a number may be bound anew that one officer let be bound before, and that proves nothing yet.
  const fault = found === 'same' && wish.inPerson === true ? null : found;
  if (fault !== null) return { outcome: 'fault', fault, province: parts.pack().province };
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
  const { cipher: sealed } = destinationOf(cipher, factors, journey, step);
  const number = openPhone(cipher, sealed, factors.candidateNumber);
  const shown = step === 'new' ? number : maskPhone(number);
  const described = await proof.describeStep(requestOf(visit, step));
  return { step, last, number: shown, proof: { ...described, rung: 'sms', maskedPhone: shown } };
}

/** 获取验证码, for the step that is next. @throws AppError frozen, conflict */
async function sendCode(
  { db, cipher, ownerCheck, proof }: PhoneServiceParts,
  visit: PhoneVisit,
  journey: PhoneJourney,
): ReturnType<ProofService['sendCode']> {
  requireUnfrozen(visit.candidate);
  const factors = await getUnchangedFactors(db, visit.candidate.id, journey);
  const step = firstOf(journey);
  if (step === 'owner') return ownerCheck.sendCode(visit);
  return proof.sendCode(requestOf(visit, step), destinationOf(cipher, factors, journey, step));
}

/** Deletes the phone of somebody whose identity the county office has checked. @throws AppError frozen, conflict */
async function deleteInPerson(
  { db, cipher }: PhoneServiceParts,
  visit: PhoneVisit,
  transactionStep: TransactionStep,
): Promise<void> {
  requireUnfrozen(visit.candidate);
  const factors = await getFactors(db, visit.candidate.id);
  if (findBoundPhone(factors) === null) throw new AppError('conflict', 409);
  await db.transaction(async (transaction) => {
    await transactionStep(transaction);
    await writePhone(transaction, cipher, visit, planJourney(factors, null));
  });
}
