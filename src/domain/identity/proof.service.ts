import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
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

export interface ProofService {
  /** What to ask for, and the code under way. */
  describeStep(request: ProofRequest): Promise<ProofStep>;
  /** 获取验证码: a code to the bound phone or WeChat, or to the destination given. */
  sendCode(request: ProofRequest, destination?: CodeDestination): Promise<CodeSending>;
  /** Checks 动态密码, code or phrase of the one rung that is asked for. A right answer is used up at once. */
  prove(request: ProofRequest, answer: string): Promise<ProofResult>;
  /** Checks 动态密码 alone, whatever else is bound: at the sign-in, which no other rung proves. */
  proveTotp(
    request: Pick<ProofRequest, 'candidateId' | 'origin'>,
    answer: string,
    trusted?: boolean,
  ): Promise<ProofResult>;
  /** Checks a code that went to a destination given, such as a new phone. */
  proveCode(request: ProofRequest, answer: string): Promise<ProofResult>;
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

export function createProofService(parts: ProofServiceParts): ProofService {
  const { db, cipher } = parts;
  const rules = () => parts.pack().identity;
  const keyed = (text: string) => createHmac('sha256', parts.codeKey).update(text).digest();
  const perHour = { points: rules().codesPerHour };
  const admissions = createAdmissions(db, { askCode: { subject: perHour, target: perHour } });

  const placeOf = (request: ProofRequest): CodePlace => ({
    candidateId: request.candidateId,
    purpose: request.purpose,
    journeyHash: keyed(`journey|${request.journey}`),
  });

  function rungOf(factors: FactorRecord, { purpose, boundBefore }: ProofRequest): Rung | null {
    const serves = phraseServes.has(purpose) && (purpose !== 'reset' || rules().phraseResets);
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
    factors: FactorRecord,
    { candidateId, origin }: Pick<ProofRequest, 'candidateId' | 'origin'>,
    answer: string,
    trusted?: boolean,
  ): Promise<ProofResult> {
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

  async function checkCode(request: ProofRequest, answer: string, rung: Rung): Promise<ProofResult> {
    const { candidateId, origin } = request;
    const known = await isTrustedDevice(db, candidateId, origin.device);
    const pass = await admissions.spend('code', { subject: candidateId, origin, known });
    if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
    const tried = await messageCodes.chargeTry(pass, db, placeOf(request));
    if (tried === null) return { outcome: 'noCode' };
    const right = timingSafeEqual(tried.codeHash, hashCode(request, answer));
    if (!right) return { outcome: 'wrong', triesLeft: tried.triesLeft };
    if ((await messageCodes.use(db, tried.id)) !== 1) return { outcome: 'noCode' };
    await pass.forgive();
    return { outcome: 'proved', rung, destinationIndex: tried.destinationIndex };
  }

  function hashCode({ candidateId, purpose, journey }: ProofRequest, code: string): Buffer {
    return keyed(`code|${candidateId}|${purpose}|${journey}|${code}`);
  }

  return {
    async describeStep(request) {
      const factors = await getFactors(db, request.candidateId);
      const rung = rungOf(factors, request);
      const newest = await messageCodes.findNewest(db, placeOf(request));
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
    },

    async sendCode(request, given) {
      const factors = await getFactors(db, request.candidateId);
      const destination = given ?? destinationOf(factors, rungOf(factors, request));
      if (destination === null) return { outcome: 'notOffered' };
      const newest = await messageCodes.findNewest(db, placeOf(request));
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
          ...placeOf(request),
          serialNumber,
          channel: destination.channel,
          destinationIndex: destination.index,
          codeHash: hashCode(request, code),
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
    },

    async prove(request, typed) {
      const answer = typed.normalize('NFKC').trim();
      const factors = await getFactors(db, request.candidateId);
      const rung = rungOf(factors, request);
      if (rung === 'totp') return checkTotp(factors, request, answer);
      if (rung === 'phrase') return parts.checkPhrase(factors, answer, request.origin);
      return rung === null ? { outcome: 'notOffered' } : checkCode(request, answer, rung);
    },

    async proveTotp(request, typed, trusted) {
      const factors = await getFactors(db, request.candidateId);
      return checkTotp(factors, request, typed.normalize('NFKC').trim(), trusted);
    },

    proveCode: (request, typed) => checkCode(request, typed.normalize('NFKC').trim(), 'sms'),
  };
}
