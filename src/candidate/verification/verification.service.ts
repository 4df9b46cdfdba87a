import type { Knex } from 'knex';
import { findSave } from '../../domain/ledger/verification.repository';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Origin } from '../../infrastructure/origin';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { abandonGroupCode, findBatch } from '../../rules/filing/groups';

/** What is said of a saved version. */
export type SaveState =
  | { readonly state: 'inForce' | 'unconfirmed' | 'abandoned' | 'unknown' }
  | { readonly state: 'replaced'; readonly at: Date };

interface VerificationParts {
  readonly db: Knex;
  readonly reference: Watched<Reference>;
}

interface VerificationRequest {
  /** The beginning of a 校验值: 8 to 64 hexadecimal digits. */
  readonly checkValue: string;
  /** Of 考生号. */
  readonly lastDigits: string;
  readonly origin: Origin;
}

type Parts = VerificationParts & WithAdmissions;

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 200;
const HASH_DIGITS = 64;

/** 查验志愿: whether a saved list still counts, and nothing else of it. */
export function createVerificationService(given: VerificationParts) {
  return bindParts(withAdmissions(given), { verify, knowsUnconfirmed });
}

export type VerificationService = ReturnType<typeof createVerificationService>;

/** Whether the pack in force has lists that count only once they are confirmed: then every answer names that state. */
const knowsUnconfirmed = ({ reference }: Parts): boolean =>
  reference.current().calendar.pack.batches.some(needsConfirmation);

/** The same answer after the same time, whatever there is. @throws AppError tooOften */
async function verify(parts: Parts, request: VerificationRequest): Promise<SaveState> {
  await parts.admissions.require('verifySave', { origin: request.origin });
  return padResponseTime(EVEN_MS, () => look(parts, request));
}

async function look({ db, reference }: Parts, request: VerificationRequest): Promise<SaveState> {
  const { checkValue, lastDigits } = request;
  const bound = (fill: string) => Buffer.from(checkValue.padEnd(HASH_DIGITS, fill), 'hex');
  const found = await findSave(db, bound('0'), bound('f'), lastDigits);
  if (found === null) return { state: 'unknown' };
  if (found.replacedAt !== null) return { state: 'replaced', at: found.replacedAt };
  const batch = findBatch(reference.current().calendar.pack, found.batch);
  const isGivenUp = batch !== null && found.abandoned.includes(abandonGroupCode(batch));
  if (isGivenUp) return { state: 'abandoned' };
  if (!found.inForce) return { state: 'unknown' };
  const counts = batch === null || !needsConfirmation(batch) || found.confirmed;
  return { state: counts ? 'inForce' : 'unconfirmed' };
}
