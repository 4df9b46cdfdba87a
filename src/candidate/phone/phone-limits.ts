import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';

/** Charges the entering of a new number before anything is sent; the instant until which to wait, or null. */
export type PhoneLimits = (entry: {
  readonly candidateId: number;
  readonly index: Buffer;
  readonly origin: Origin;
}) => Promise<Date | null>;

/** Nobody sends messages to a hundred numbers: not from one account, one computer, or to one phone. */
export function createPhoneLimits(db: Knex): PhoneLimits {
  const admissions = createAdmissions(db);
  return async ({ candidateId, index, origin }) => {
    const target = index.toString('base64url');
    return (await admissions.spend('newPhone', { subject: candidateId, target, origin })).until;
  };
}
