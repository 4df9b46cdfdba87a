import { randomInt } from 'node:crypto';
import { wallClock } from '../../infrastructure/clock';
import { isSameHash } from '../../infrastructure/security/keyed-hash';
import { codeLifeOf } from '../../rules/identity/code-life';
import type { Rung } from '../../rules/identity/ladder';
import type { CodePurpose } from '../../rules/pack/rule-pack';
import { presentCodeText } from '../messages/code-text.presenter';
import { insertOutboxMessage } from '../messages/outbox.repository';
import { sealText } from '../messages/sealed-message';
import { isTrustedDevice } from './device.repository';
import { type CodeChannel, type CodePlace, messageCodes } from './message-code.repository';
import type { ProofParts, ProofRequest } from './proof-parts';
import type { ProofResult } from './proof-result';

/** A code that was sent and serves. */
export interface SentCode {
  readonly serialNumber: string;
  readonly expiresAt: Date;
  readonly resendAt: Date;
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

/** Asked for without a password: they spend nothing of what the candidate who is signed in may ask for. */
const beforeSignIn: ReadonlySet<CodePurpose> = new Set(['reset', 'pictureCode']);

/** The code under way in this journey; null where none serves. */
export async function findCode(parts: ProofParts, request: ProofRequest): Promise<SentCode | null> {
  const newest = await messageCodes.findNewest(parts.db, placeOf(parts, request));
  const serves = newest !== null && newest.triesLeft > 0 && newest.expiresAt.getTime() > wallClock();
  return serves
    ? {
        serialNumber: newest.serialNumber,
        expiresAt: newest.expiresAt,
        resendAt: new Date(newest.createdAt.getTime() + parts.rules().codeResendSeconds * 1000),
      }
    : null;
}

/** A code of six digits to a destination, not too often. */
export async function sendCodeTo(
  parts: ProofParts,
  request: ProofRequest,
  destination: CodeDestination,
): Promise<CodeSending> {
  const { db, rules, admissions, cipher } = parts;
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
  const lifeSeconds = codeLifeOf(rules(), request.purpose);
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
      textCipher: sealText(cipher, text, { candidateId: request.candidateId, accountId: null }),
      atMostOnce: true,
      lifeSeconds,
    });
  });
  return { outcome: 'sent' };
}

/** Checks the code of a journey; a right one is used up at once. */
export async function checkCode(
  parts: ProofParts,
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
  const right = isSameHash(tried.codeHash, hashCode(parts, request, answer));
  if (!right) return { outcome: 'wrong', triesLeft: tried.triesLeft };
  if ((await messageCodes.use(db, tried.id)) !== 1) return { outcome: 'noCode' };
  await pass.forgive();
  return { outcome: 'proved', rung, destinationIndex: tried.destinationIndex };
}

const placeOf = (parts: ProofParts, request: ProofRequest): CodePlace => ({
  candidateId: request.candidateId,
  purpose: request.purpose,
  journeyHash: parts.keyed(`journey|${request.journey}`),
});

function hashCode(parts: ProofParts, { candidateId, purpose, journey }: ProofRequest, code: string): Buffer {
  return parts.keyed(`code|${candidateId}|${purpose}|${journey}|${code}`);
}
