import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { findTotpCounter } from '../../infrastructure/security/totp';
import { findRipeAt } from '../../rules/identity/counter-binding';
import { findRung, type Rung } from '../../rules/identity/ladder';
import { maskPhone } from '../../rules/identity/masking';
import type { CodePurpose } from '../../rules/pack/rule-pack';
import { openPhone } from '../phones/phone.repository';
import { isTrustedDevice } from './device.repository';
import { type FactorRecord, getFactors, totpContext, useTotpCounter } from './factor.repository';
import {
  type CodeDestination,
  type CodeSending,
  checkCode,
  findCode,
  type SentCode,
  sendCodeTo,
} from './proof-code';
import { gatherParts, type ProofParts, type ProofRequest, type ProofServiceParts } from './proof-parts';
import type { ProofResult } from './proof-result';

export interface ProofStep {
  /** Null: nothing that serves is bound. */
  readonly rung: Rung | null;
  /** 159****845, where a code goes by SMS. */
  readonly maskedPhone: string;
  /** The code under way in this journey; null before 获取验证码. */
  readonly code: SentCode | null;
  /** Where nothing serves because one officer's code bound it: when the first of it does. */
  readonly ripeAt: Date | null;
}

/** What a phone that one officer let be bound does not prove yet. */
const asksRipe: ReadonlySet<CodePurpose> = new Set(['risk', 'abandon', 'confirm', 'thaw']);

const phraseServes: ReadonlySet<CodePurpose> = new Set(['reset', 'abandon', 'confirm']);

export function createProofService(given: ProofServiceParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { describeStep, sendCode, prove, proveTotp, proveCode });
}

export type ProofService = ReturnType<typeof createProofService>;

/** What to ask for, and the code under way. */
async function describeStep(parts: ProofParts, request: ProofRequest): Promise<ProofStep> {
  const { db, cipher } = parts;
  const factors = await getFactors(db, request.candidateId);
  return {
    rung: rungOf(parts, factors, request),
    ripeAt: ripeAtOf(parts, factors, request),
    maskedPhone: factors.phoneCipher
      ? maskPhone(openPhone(cipher, factors.phoneCipher, factors.candidateNumber))
      : '',
    code: await findCode(parts, request),
  };
}

/** 获取验证码: a code to the bound phone or WeChat, or to the destination given. */
async function sendCode(
  parts: ProofParts,
  request: ProofRequest,
  given?: CodeDestination,
): Promise<CodeSending> {
  const factors = await getFactors(parts.db, request.candidateId);
  const destination = given ?? destinationOf(factors, rungOf(parts, factors, request));
  return destination === null ? { outcome: 'notOffered' } : sendCodeTo(parts, request, destination);
}

/** Checks 动态密码, code or phrase of the one rung that is asked for. A right answer is used up at once. */
async function prove(parts: ProofParts, request: ProofRequest, typed: string): Promise<ProofResult> {
  const answer = typed.normalize('NFKC').trim();
  const factors = await getFactors(parts.db, request.candidateId);
  const rung = rungOf(parts, factors, request);
  if (rung === 'totp') return checkTotp(parts, factors, request, answer);
  if (rung === 'phrase') return parts.checkPhrase(factors, answer, request.origin);
  return rung === null ? { outcome: 'notOffered' } : checkCode(parts, request, answer, rung);
}

/** Checks 动态密码 alone, whatever else is bound: at the sign-in, which no other rung proves. */
async function proveTotp(
  parts: ProofParts,
  request: Pick<ProofRequest, 'candidateId' | 'origin'>,
  typed: string,
  trusted?: boolean,
): Promise<ProofResult> {
  const factors = await getFactors(parts.db, request.candidateId);
  return checkTotp(parts, factors, request, typed.normalize('NFKC').trim(), trusted);
}

/** Checks a code that went to a destination given, such as a new phone. */
const proveCode = (parts: ProofParts, request: ProofRequest, typed: string): Promise<ProofResult> =>
  checkCode(parts, request, typed.normalize('NFKC').trim(), 'sms');

function rungOf(
  parts: ProofParts,
  factors: FactorRecord,
  { purpose, boundBefore }: ProofRequest,
): Rung | null {
  const serves = phraseServes.has(purpose) && (purpose !== 'reset' || parts.rules().phraseResets);
  return findRung(factors, {
    phraseServes: serves,
    boundBefore: boundBefore ?? null,
    ...(asksRipe.has(purpose) && { isUnripe: (at) => findRipeAt(at, ripening(parts, factors)) !== null }),
  });
}

const ripening = (parts: ProofParts, { counterBindings }: FactorRecord) => ({
  bindings: counterBindings,
  hours: parts.rules().riskHoursAfterReset,
  now: wallClock(),
});

function ripeAtOf(parts: ProofParts, factors: FactorRecord, request: ProofRequest): Date | null {
  if (!asksRipe.has(request.purpose) || rungOf(parts, factors, request) !== null) return null;
  const { totpBoundAt, wechatBoundAt, phoneBoundAt } = factors;
  const coming = [totpBoundAt, wechatBoundAt, phoneBoundAt]
    .filter((at) => at !== null)
    .filter((at) => request.boundBefore === undefined || at < request.boundBefore)
    .map((at) => findRipeAt(at, ripening(parts, factors)))
    .filter((at) => at !== null);
  return coming.length === 0 ? null : new Date(Math.min(...coming.map((at) => at.getTime())));
}

function destinationOf(factors: FactorRecord, rung: Rung | null): CodeDestination | null {
  if (rung === 'wechat' && factors.wechatCipher && factors.wechatIndex) {
    return { channel: 'wechat', cipher: factors.wechatCipher, index: factors.wechatIndex };
  }
  if (rung === 'sms' && factors.phoneCipher && factors.phoneIndex) {
    return { channel: 'sms', cipher: factors.phoneCipher, index: factors.phoneIndex };
  }
  return null;
}

async function checkTotp(
  parts: ProofParts,
  factors: FactorRecord,
  { candidateId, origin }: Pick<ProofRequest, 'candidateId' | 'origin'>,
  answer: string,
  trusted?: boolean,
): Promise<ProofResult> {
  const { db, admissions, cipher } = parts;
  const known = trusted ?? (await isTrustedDevice(db, candidateId, origin.device));
  const pass = await admissions.spend('totp', { subject: candidateId, origin, known });
  if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
  if (factors.totpSecretCipher === null) return { outcome: 'notOffered' };
  const secret = cipher.decrypt(factors.totpSecretCipher, totpContext(candidateId));
  const counter = findTotpCounter(pass, secret, answer, wallClock());
  const used = counter !== null && (await useTotpCounter(db, candidateId, counter)) === 1;
  if (!used) return { outcome: 'wrong', triesLeft: null };
  await pass.forgive();
  return { outcome: 'proved', rung: 'totp', destinationIndex: null };
}
