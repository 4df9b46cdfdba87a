import type { Knex } from 'knex';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import { lockCandidate } from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import { type FactorRecord, getFactors, markFactors } from '../../domain/identity/factor.repository';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { type OwnerEvent, tellOwner } from '../../domain/messages/tell-owner';
import {
  isTaken,
  openPhone,
  resealPhone,
  type SealedPhone,
  updatePhone,
} from '../../domain/phones/phone.repository';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskPhone } from '../../rules/identity/masking';
import { type PhoneAct, type PhoneJourney, type PhoneVisit, unpackNext } from './phone-journey';

const kinds: Readonly<Record<PhoneAct, OwnerEvent['kind']>> = {
  add: 'phoneBound',
  change: 'phoneChanged',
  delete: 'phoneDeleted',
};
const actions: Readonly<Record<PhoneAct, string>> = {
  add: 'bindPhone',
  change: 'changePhone',
  delete: 'deletePhone',
};

/** What is bound. @throws AppError conflict when something was bound or taken away since the journey began. */
export async function getUnchangedFactors(
  db: Knex,
  candidateId: number,
  journey: PhoneJourney,
): Promise<FactorRecord> {
  const factors = await getFactors(db, candidateId);
  if (markFactors(factors) !== journey.factors) throw new AppError('conflict', 409);
  return factors;
}

export function findBoundPhone({ phoneCipher, phoneIndex }: FactorRecord): SealedPhone | null {
  return phoneCipher === null || phoneIndex === null ? null : { cipher: phoneCipher, index: phoneIndex };
}

/** The end of a journey: phone, audit, mail and messages together; the phone that goes is told too. */
export async function writePhone(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { candidate, origin }: PhoneVisit,
  journey: PhoneJourney,
): Promise<{ readonly outcome: 'done' | 'taken' }> {
  requireUnfrozen(await lockCandidate(transaction, candidate.id));
  const old = findBoundPhone(await getUnchangedFactors(transaction, candidate.id, journey));
  const packed = unpackNext(journey);
  const next = packed && resealPhone(cipher, packed, candidate.candidateNumber);
  if (next !== null && (await isTaken(transaction, next.index, candidate.id))) return { outcome: 'taken' };
  const changed = await updatePhone(transaction, candidate.id, old?.index ?? null, next);
  if (changed !== 1) throw new AppError('conflict', 409);
  await auditCandidate(transaction, candidate.id, origin, actions[journey.act]);
  const mask = (sealed: SealedPhone | null) =>
    sealed === null ? '' : maskPhone(openPhone(cipher, sealed.cipher, candidate.candidateNumber));
  await tellOwner(transaction, cipher, {
    candidateId: candidate.id,
    kind: kinds[journey.act],
    at: new Date(wallClock()),
    values: { phone: mask(next), before: mask(old), ...nameOrigin(origin) },
    before: old && { channel: 'sms', destinationCipher: old.cipher },
  });
  return { outcome: 'done' };
}
