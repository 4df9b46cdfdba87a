import type { Knex } from 'knex';
import { createLimiter } from '../security/limiter';

const DAY = 24 * 3600;
/** Numbers that one candidate may enter in a day; an honest one mistypes once or twice. */
const BY_CANDIDATE = { prefix: 'phone-candidate', points: 5, duration: DAY };
/** How often one number may be entered in a day, by whomever. */
const BY_NUMBER = { prefix: 'phone-number', points: 5, duration: DAY };
/** Numbers entered at one computer in a day: a class of 50, one after another, is let through. */
const BY_DEVICE = { prefix: 'phone-device', points: 60, duration: DAY };

/** Charges the entering of a new number before anything is sent; the instant until which to wait, or null. */
export type PhoneLimits = (entry: {
  readonly candidateId: number;
  readonly index: Buffer;
  readonly device: string;
}) => Promise<Date | null>;

/** Nobody sends messages to a hundred numbers: not from one account, one computer, or to one phone. */
export function createPhoneLimits(db: Knex): PhoneLimits {
  const byCandidate = createLimiter(db, BY_CANDIDATE);
  const byNumber = createLimiter(db, BY_NUMBER);
  const byDevice = createLimiter(db, BY_DEVICE);
  return async ({ candidateId, index, device }) =>
    (await byCandidate.charge(String(candidateId))) ??
    (await byDevice.charge(device)) ??
    (await byNumber.charge(index.toString('base64url')));
}
