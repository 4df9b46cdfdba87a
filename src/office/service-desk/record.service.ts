import type { Knex } from 'knex';
import { type CandidateRecord, getIdentityNumber } from '../../domain/candidates/candidate.repository';
import { listGroups } from '../../domain/choice-lists/application.repository';
import {
  type CounterCode,
  listCounterCodes,
  listRecentPurposes,
} from '../../domain/counter-codes/counter-code.repository';
import type { CounterPurpose } from '../../domain/counter-codes/purpose';
import { type LoggedSignIn, listSignIns } from '../../domain/credentials/sign-in-log.repository';
import { type FactorRecord, getFactors } from '../../domain/identity/factor.repository';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Officer } from '../../domain/officers/officer';
import type { Scope } from '../../domain/officers/scope';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import { openPhone } from '../../domain/phones/phone.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskIdentityNumber, maskPhone } from '../../rules/identity/masking';
import { findOpening, putOpening, type RecordOpening, removeOpening } from './record-opening.repository';

/** Everything the counter may see of a candidate. Never a choice, a password, a phrase or a secret. */
export interface CounterRecord {
  readonly candidate: CandidateRecord;
  readonly maskedIdentityNumber: string;
  /** '' where none is bound. */
  readonly maskedPhone: string;
  readonly factors: FactorRecord;
  readonly groups: Awaited<ReturnType<typeof listGroups>>;
  readonly signIns: readonly LoggedSignIn[];
  readonly codes: readonly CounterCode[];
  /** What was given within a day. */
  readonly recent: readonly CounterPurpose[];
  readonly opening: RecordOpening;
}

/** Who asks, and whose records they may know of. */
export interface CounterVisitor {
  readonly officer: Officer;
  readonly scope: Scope;
  readonly origin: Origin;
}

interface RecordParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
}

const OPEN_MINUTES = 30;
const SIGN_INS = 10;
const CODES = 20;

export const openingPurpose = (candidateId: number) => `openRecord|${candidateId}`;

/** A candidate of the scope, to be opened. @throws AppError notFound */
async function getClosed(
  parts: RecordParts,
  { scope }: CounterVisitor,
  id: number,
): Promise<CandidateRecord> {
  const candidate = await findCandidateWithin(parts.db, scope, id);
  if (candidate === null) throw notFound();
  return candidate;
}

async function findBoth(parts: RecordParts, visitor: CounterVisitor, id: number) {
  const candidate = await getClosed(parts, visitor, id);
  const opening = await findOpening(parts.db, visitor.officer.id);
  return { candidate, opening: opening?.candidateId === candidate.id ? opening : null };
}

/** Opens a record for the officer, half an hour or until another; written down with the reason. */
function openRecord(
  { db, tokens }: RecordParts,
  { officer, origin }: CounterVisitor,
  candidateId: number,
  reason: string,
  token: string,
): Promise<void> {
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, openingPurpose(candidateId));
    await putOpening(transaction, officer.id, candidateId, OPEN_MINUTES);
    await auditOfficer(transaction, officer, origin, {
      action: 'openRecord',
      subjectKind: 'candidate',
      subjectId: candidateId,
      detail: { reason },
    });
  });
}

async function closeRecord({ db }: RecordParts, { officer }: CounterVisitor): Promise<void> {
  await removeOpening(db, officer.id);
}

/** The candidate whose record this officer has open; null when it is not. @throws AppError notFound outside the scope */
async function findOpened(
  parts: RecordParts,
  visitor: CounterVisitor,
  id: number,
): Promise<CandidateRecord | null> {
  const { candidate, opening } = await findBoth(parts, visitor, id);
  return opening === null ? null : candidate;
}

/** The record; null when it is not open. @throws AppError notFound outside the scope */
async function findRecord(
  parts: RecordParts,
  visitor: CounterVisitor,
  id: number,
): Promise<CounterRecord | null> {
  const { db, cipher } = parts;
  const { candidate, opening } = await findBoth(parts, visitor, id);
  if (opening === null) return null;
  const [factors, identityNumber, groups, signIns, codes, recent] = await Promise.all([
    getFactors(db, candidate.id),
    getIdentityNumber(db, cipher, candidate.id),
    listGroups(db, candidate.id),
    listSignIns(db, candidate.id, SIGN_INS),
    listCounterCodes(db, candidate.id, CODES),
    listRecentPurposes(db, candidate.id),
  ]);
  const { phoneCipher } = factors;
  return {
    candidate,
    opening,
    factors,
    groups,
    signIns,
    codes,
    recent,
    maskedIdentityNumber: maskIdentityNumber(identityNumber),
    maskedPhone:
      phoneCipher === null ? '' : maskPhone(openPhone(cipher, phoneCipher, candidate.candidateNumber)),
  };
}

/** What the county office looks up of its candidates: nothing without a reason that is written down. */
export function createRecordService(parts: RecordParts) {
  return bindParts(parts, { getClosed, open: openRecord, close: closeRecord, findOpened, findRecord });
}

export type RecordService = ReturnType<typeof createRecordService>;
