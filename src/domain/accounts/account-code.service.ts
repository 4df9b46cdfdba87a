import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import { type Pass, type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameHash } from '../../infrastructure/security/keyed-hash';
import { insertOutboxMessage } from '../messages/outbox.repository';
import { sealDestination, sealText } from '../messages/sealed-message';
import { type AccountCodePurpose, presentAccountCode } from './account-code.presenter';
import { accountCodes, type CodeChannel, type CodePlace } from './account-code.repository';
import type { Limited } from './limit';

/** One act in one journey of one browser, to be proved by a code. */
interface CodeRequest {
  readonly purpose: AccountCodePurpose;
  /** The journey's id: a code serves only there. */
  readonly journey: string;
}

/** Where a code goes. */
export interface CodeTarget {
  readonly channel: CodeChannel;
  /** 11 digits, or a mailbox. */
  readonly destination: string;
  readonly index: Buffer;
  /** Null before there is an account. */
  readonly accountId: number | null;
}

export type CodeSending =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'tooSoon'; readonly until: Date }
  | ({ readonly outcome: 'limited' } & Limited);

/** The code under way in a journey. */
export interface CodeState {
  readonly serialNumber: string;
  readonly expiresAt: Date;
  readonly resendAt: Date;
}

export type CodeAnswer =
  | { readonly outcome: 'proved'; readonly destinationIndex: Buffer }
  | { readonly outcome: 'wrong' }
  | ({ readonly outcome: 'limited' } & Limited);

interface AccountCodeParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  /** Of codes and journeys. */
  readonly keyed: (text: string) => Buffer;
}

const LIFE_SECONDS = 300;
const RESEND_SECONDS = 60;
const TRIES = 3;

/** What all the steps work with. */
type Parts = AccountCodeParts & WithAdmissions;

/** Six digits by SMS or e-mail, bound to purpose and journey; three tries, five minutes, one use. */
export function createAccountCodes(given: AccountCodeParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { send, describe, prove, proveAny });
}

export type AccountCodes = ReturnType<typeof createAccountCodes>;

async function send(
  parts: Parts,
  request: CodeRequest,
  target: CodeTarget,
  origin: Origin,
): Promise<CodeSending> {
  const { db, cipher } = parts;
  const newest = await accountCodes.findNewest(db, placeOf(parts, request));
  if (newest !== null && newest.triesLeft > 0 && resendAt(newest.createdAt).getTime() > wallClock())
    return { outcome: 'tooSoon', until: resendAt(newest.createdAt) };
  const limited = await charge(parts, target, origin);
  if (limited !== null) return { outcome: 'limited', ...limited };
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const serialNumber = String(randomInt(10_000_000, 100_000_000));
  const { purpose } = request;
  const { accountId } = target;
  const text = presentAccountCode({ purpose, code, serialNumber, lifeSeconds: LIFE_SECONDS });
  await db.transaction(async (transaction) => {
    await accountCodes.insert(transaction, {
      ...placeOf(parts, request),
      serialNumber,
      channel: target.channel,
      destinationIndex: target.index,
      codeHash: hashCode(parts, request, code),
      tries: TRIES,
      lifeSeconds: LIFE_SECONDS,
    });
    await insertOutboxMessage(transaction, {
      candidateId: null,
      accountId,
      kind: `accountCode.${purpose}`,
      channel: target.channel,
      destinationCipher: sealDestination(cipher, target.channel, target.destination, accountId),
      textCipher: sealText(cipher, text, { candidateId: null, accountId }),
      atMostOnce: true,
      lifeSeconds: LIFE_SECONDS,
    });
  });
  return { outcome: 'sent' };
}

/** Null where no code is under way. */
async function describe(parts: Parts, request: CodeRequest): Promise<CodeState | null> {
  const newest = await accountCodes.findNewest(parts.db, placeOf(parts, request));
  if (newest === null || newest.triesLeft === 0 || newest.expiresAt.getTime() <= wallClock()) return null;
  const { serialNumber, expiresAt, createdAt } = newest;
  return { serialNumber, expiresAt, resendAt: resendAt(createdAt) };
}

/** A right answer is used up at once; three wrong ones end the code. */
const prove = (parts: Parts, request: CodeRequest, typed: string, origin: Origin): Promise<CodeAnswer> =>
  proveAny(parts, [request], typed, origin);

const placeOf = (parts: Parts, { purpose, journey }: CodeRequest): CodePlace => ({
  purpose,
  journeyHash: parts.keyed(`account-journey|${journey}`),
});

const hashCode = (parts: Parts, { purpose, journey }: CodeRequest, code: string) =>
  parts.keyed(`account-code|${purpose}|${journey}|${code}`);

const resendAt = (createdAt: Date) => new Date(createdAt.getTime() + RESEND_SECONDS * 1000);

async function charge(
  parts: Parts,
  { index, channel, accountId }: CodeTarget,
  origin: Origin,
): Promise<Limited | null> {
  const purpose = accountId === null ? 'askFirstCode' : 'askAccountCode';
  const pass = await parts.admissions.spend(purpose, { target: index.toString('base64url'), origin });
  if (pass.until === null) return null;
  const { until, by } = pass;
  if (by === 'device') return { limit: 'codesByDevice', until };
  if (by !== 'target') return { limit: 'byAddress', until };
  return { limit: channel === 'sms' ? 'codesToPhone' : 'codesToEmail', until };
}

/** Tries one code. `pass` has been charged for all that are tried with it. */
async function tryCode(parts: Parts, pass: Pass, request: CodeRequest, answer: string, origin: Origin) {
  const { db, admissions } = parts;
  const tried = await accountCodes.chargeTry(pass, db, placeOf(parts, request));
  if (tried === null) return { outcome: 'wrong' } as const;
  // All codes of one phone or mailbox, in however many journeys they are guessed.
  const target = tried.destinationIndex.toString('base64url');
  const ofTarget = await admissions.spend('accountCodeTo', { target, origin });
  if (ofTarget.until !== null)
    return { outcome: 'limited', limit: 'wrongCodes', until: ofTarget.until } as const;
  if (!isSameHash(tried.codeHash, hashCode(parts, request, answer))) return { outcome: 'wrong' } as const;
  await Promise.all([pass.forgive(), ofTarget.forgive()]);
  if ((await accountCodes.use(db, tried.id)) !== 1) return { outcome: 'wrong' } as const;
  return { outcome: 'proved', destinationIndex: tried.destinationIndex } as const;
}

/** The same where codes of one try went to several: the answer is right where it is one of them. */
async function proveAny(
  parts: Parts,
  requests: readonly CodeRequest[],
  typed: string,
  origin: Origin,
): Promise<CodeAnswer> {
  const answer = typed.normalize('NFKC').replace(/\s/g, '');
  const [first] = requests;
  if (first === undefined) return { outcome: 'wrong' };
  const pass = await parts.admissions.spend('accountCode', { journey: first.journey, origin });
  if (pass.until !== null) return { outcome: 'limited', limit: 'wrongCodes', until: pass.until };
  let told: CodeAnswer = { outcome: 'wrong' };
  for (const request of requests) {
    const one = await tryCode(parts, pass, request, answer, origin);
    if (one.outcome === 'proved') return one;
    if (one.outcome === 'limited') told = one;
  }
  return told;
}
