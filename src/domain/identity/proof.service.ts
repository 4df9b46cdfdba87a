import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findTotpCounter } from '../../infrastructure/security/totp';
import { findRung, type Rung } from '../../rules/identity/ladder';
import { maskPhone } from '../../rules/identity/masking';
import type { CodePurpose, RulePack } from '../../rules/rule-pack';
import { presentCodeText } from '../messages/code-text.presenter';
import { destinationContext, insertOutboxMessage, TEXT_CONTEXT } from '../messages/outbox.repository';
import { isTrustedDevice } from './device.repository';
import { type FactorRecord, getFactors, useTotpCounter } from './factor.repository';
import { type CodeChannel, type CodePlace, messageCodes } from './message-code.repository';
import type { PhraseCheck } from './phrase-check';
import type { ProofResult } from './proof-result';

/** One act of one candidate in one browser, to be proved. */
export interface ProofRequest {
  readonly candidateId: number;
  readonly purpose: CodePurpose;
  /** The session's id, or the id of a journey before sign-in: a code serves only there. */
  readonly journey: string;
  readonly origin: Origin;
  /** Only factors bound before this instant count (解冻). */
  readonly boundBefore?: Date;
}

export interface ProofStep {
  /** Null: nothing that serves is bound. */
  readonly rung: Rung | null;
  /** 159****845, where a code goes by SMS. */
  readonly maskedPhone: string;
  /** The code under way in this journey; null before 获取验证码. */
  readonly code: { readonly serialNumber: string; readonly expiresAt: Date; readonly resendAt: Date } | null;
}

export type CodeSending =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'notOffered' }
  | { readonly outcome: 'tooSoon' | 'tooMany'; readonly until: Date };

/** Where a code goes when it does not go to what is bound: a new phone, to be proved. */
export interface CodeDestination {
  readonly channel: CodeChannel;
  readonly cipher: Buffer;
  readonly index: Buffer;
}

interface ProofServiceParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly pack: () => RulePack;
  /** Keys the hashes of codes and journeys; 32 bytes. */
  readonly codeKey: Buffer;
  readonly checkPhrase: PhraseCheck;
}

/** Asked for without a password: they spend nothing of what the candidate who is signed in may ask for. */
const beforeSignIn: ReadonlySet<CodePurpose> = new Set(['reset', 'pictureCode']);
const phraseServes: ReadonlySet<CodePurpose> = new Set(['reset', 'abandon']);

/** What all the steps work with. */
function gatherParts(parts: ProofServiceParts) {
  const { db } = parts;
  const rules = () => parts.pack().identity;
  const perHour = { points: rules().codesPerHour };
  const admissions = createAdmissions(db, { askCode: { subject: perHour, target: perHour } });
  return { ...parts, rules, admissions };
}

type Parts = ReturnType<typeof gatherParts>;

export function createProofService(given: ProofServiceParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { describeStep, sendCode, prove, proveTotp, proveCode });
}

export type ProofService = ReturnType<typeof createProofService>;

/** What to ask for, and the code under way. */
async function describeStep(parts: Parts, request: ProofRequest): Promise<ProofStep> {
  const { db, cipher, rules } = parts;
  const factors = await getFactors(db, request.candidateId);
  const rung = rungOf(parts, factors, request);
  const newest = await messageCodes.findNewest(db, placeOf(parts, request));
  const serves = newest !== null && newest.triesLeft > 0 && newest.expiresAt.getTime() > wallClock();
  return {
    rung,
    maskedPhone: factors.phoneCipher
      ? maskPhone(cipher.decrypt(factors.phoneCipher, destinationContext.sms))
      : '',
    code: serves
      ? {
          serialNumber: newest.serialNumber,
          expiresAt: newest.expiresAt,
          resendAt: new Date(newest.createdAt.getTime() + rules().codeResendSeconds * 1000),
        }
      : null,
  };
}

/** 获取验证码: a code to the bound phone or WeChat, or to the destination given. */
async function sendCode(parts: Parts, request: ProofRequest, given?: CodeDestination): Promise<CodeSending> {
  const { db, rules, admissions, cipher } = parts;
  const factors = await getFactors(db, request.candidateId);
  const destination = given ?? destinationOf(factors, rungOf(parts, factors, request));
  if (destination === null) return { outcome: 'notOffered' };
  const newest = await messageCodes.findNewest(db, placeOf(parts, request));
  const resendAt = (newest?.createdAt.getTime() ?? 0) + rules().codeResendSeconds * 1000;
  if (newest !== null && newest.triesLeft > 0 && resendAt > wallClock()) {
    return { outcome: 'tooSoon', until: new Date(resendAt) };
  }
  const asker = beforeSignIn.has(request.purpose) ? 'visitor' : 'candidate';
  const asked = await admissions.spend('askCode', {
    subject: `${asker} ${request.candidateId}`,
    target: `${asker} ${destination.index.toString('base64url')}`,
    origin: request.origin,
    known: await isTrustedDevice(db, request.candidateId, request.origin.device),
  });
  if (asked.until !== null) return { outcome: 'tooMany', until: asked.until };

  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const serialNumber = String(randomInt(10_000_000, 100_000_000));
  const lifeSeconds = rules().codeLifeSeconds[request.purpose];
  const text = presentCodeText({ purpose: request.purpose, code, serialNumber, lifeSeconds });
  await db.transaction(async (transaction) => {
    await messageCodes.insert(transaction, {
      ...placeOf(parts, request),
      serialNumber,
      channel: destination.channel,
      destinationIndex: destination.index,
      codeHash: hashCode(parts, request, code),
      tries: rules().codeTries,
      lifeSeconds,
    });
    await insertOutboxMessage(transaction, {
      candidateId: request.candidateId,
      kind: `code.${request.purpose}`,
      channel: destination.channel,
      destinationCipher: destination.cipher,
      textCipher: cipher.encrypt(text, TEXT_CONTEXT),
      atMostOnce: true,
      lifeSeconds,
    });
  });
  return { outcome: 'sent' };
}

/** Checks 动态密码, code or phrase of the one rung that is asked for. A right answer is used up at once. */
async function prove(parts: Parts, request: ProofRequest, typed: string): Promise<ProofResult> {
  const answer = typed.normalize('NFKC').trim();
  const factors = await getFactors(parts.db, request.candidateId);
  const rung = rungOf(parts, factors, request);
  if (rung === 'totp') return checkTotp(parts, factors, request, answer);
  if (rung === 'phrase') return parts.checkPhrase(factors, answer, request.origin);
  return rung === null ? { outcome: 'notOffered' } : checkCode(parts, request, answer, rung);
}

/** Checks 动态密码 alone, whatever else is bound: at the sign-in, which no other rung proves. */
async function proveTotp(
  parts: Parts,
  request: Pick<ProofRequest, 'candidateId' | 'origin'>,
  typed: string,
  trusted?: boolean,
): Promise<ProofResult> {
  const factors = await getFactors(parts.db, request.candidateId);
  return checkTotp(parts, factors, request, typed.normalize('NFKC').trim(), trusted);
}

/** Checks a code that went to a destination given, such as a new phone. */
const proveCode = (parts: Parts, request: ProofRequest, typed: string): Promise<ProofResult> =>
  checkCode(parts, request, typed.normalize('NFKC').trim(), 'sms');

const keyed = (parts: Parts, text: string) => createHmac('sha256', parts.codeKey).update(text).digest();

const placeOf = (parts: Parts, request: ProofRequest): CodePlace => ({
  candidateId: request.candidateId,
  purpose: request.purpose,
  journeyHash: keyed(parts, `journey|${request.journey}`),
});

function rungOf(parts: Parts, factors: FactorRecord, { purpose, boundBefore }: ProofRequest): Rung | null {
  const serves = phraseServes.has(purpose) && (purpose !== 'reset' || parts.rules().phraseResets);
  return findRung(factors, { phraseServes: serves, boundBefore: boundBefore ?? null });
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
  parts: Parts,
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
  const secret = cipher.decrypt(factors.totpSecretCipher, 'credentials.totp_secret');
  const counter = findTotpCounter(pass, secret, answer, wallClock());
  const used = counter !== null && (await useTotpCounter(db, candidateId, counter)) === 1;
  if (!used) return { outcome: 'wrong', triesLeft: null };
  await pass.forgive();
  return { outcome: 'proved', rung: 'totp', destinationIndex: null };
}

async function checkCode(
  parts: Parts,
  request: ProofRequest,
  answer: string,
  rung: Rung,
): Promise<ProofResult> {
  const { db, admissions } = parts;
  const { candidateId, origin } = request;
  const known = await isTrustedDevice(db, candidateId, origin.device);
  const pass = await admissions.spend('code', { subject: candidateId, origin, known });
  if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
  const tried = await messageCodes.chargeTry(pass, db, placeOf(parts, request));
  if (tried === null) return { outcome: 'noCode' };
  const right = timingSafeEqual(tried.codeHash, hashCode(parts, request, answer));
  if (!right) return { outcome: 'wrong', triesLeft: tried.triesLeft };
  if ((await messageCodes.use(db, tried.id)) !== 1) return { outcome: 'noCode' };
  await pass.forgive();
  return { outcome: 'proved', rung, destinationIndex: tried.destinationIndex };
}

function hashCode(parts: Parts, { candidateId, purpose, journey }: ProofRequest, code: string): Buffer {
  return keyed(parts, `code|${candidateId}|${purpose}|${journey}|${code}`);
}
