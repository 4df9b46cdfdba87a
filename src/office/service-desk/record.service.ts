import type { Knex } from 'knex';
import { type CandidateRecord, getIdentityNumber } from '../../domain/candidates/candidate.repository';
import { listGroups } from '../../domain/choice-lists/application.repository';
import { type CounterCode, listCounterCodes } from '../../domain/counter-codes/counter-code.repository';
import { type LoggedSignIn, listSignIns } from '../../domain/credentials/sign-in-log.repository';
import { type FactorRecord, getFactors } from '../../domain/identity/factor.repository';
import { destinationContext } from '../../domain/messages/outbox.repository';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Officer } from '../../domain/officers/officer';
import type { Scope } from '../../domain/officers/scope';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
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
  readonly opening: RecordOpening;
}

/** Who asks, and whose records they may know of. */
export interface CounterVisitor {
  readonly officer: Officer;
  readonly scope: Scope;
  readonly origin: Origin;
}

export interface RecordService {
  /** A candidate of the scope, to be opened. @throws AppError notFound */
  getClosed(visitor: CounterVisitor, candidateId: number | null): Promise<CandidateRecord>;
  /** Opens a record for the officer, half an hour or until another; written down with the reason. */
  open(visitor: CounterVisitor, candidateId: number, reason: string, token: string): Promise<void>;
  close(visitor: CounterVisitor): Promise<void>;
  /** The candidate whose record this officer has open; null when it is not. @throws AppError notFound outside the scope */
  findOpened(visitor: CounterVisitor, candidateId: number | null): Promise<CandidateRecord | null>;
  /** The record; null when it is not open. @throws AppError notFound outside the scope */
  findRecord(visitor: CounterVisitor, candidateId: number | null): Promise<CounterRecord | null>;
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

/** What the county office looks up of its candidates: nothing without a reason that is written down. */
export function createRecordService({ db, cipher, tokens }: RecordParts): RecordService {
  async function getClosed({ scope }: CounterVisitor, id: number | null): Promise<CandidateRecord> {
    const candidate = id === null ? null : await findCandidateWithin(db, scope, id);
    if (candidate === null) throw notFound();
    return candidate;
  }

  async function findBoth(visitor: CounterVisitor, id: number | null) {
    const candidate = await getClosed(visitor, id);
    const opening = await findOpening(db, visitor.officer.id);
    return { candidate, opening: opening?.candidateId === candidate.id ? opening : null };
  }

  return {
    getClosed,

    open: ({ officer, origin }, candidateId, reason, token) =>
      db.transaction(async (transaction) => {
        await tokens.use(transaction, token, officer.id, openingPurpose(candidateId));
        await putOpening(transaction, officer.id, candidateId, OPEN_MINUTES);
        await auditOfficer(transaction, officer, origin, {
          action: 'openRecord',
          subjectKind: 'candidate',
          subjectId: candidateId,
          detail: { reason },
        });
      }),

    async close({ officer }) {
      await removeOpening(db, officer.id);
    },

    async findOpened(visitor, id) {
      const { candidate, opening } = await findBoth(visitor, id);
      return opening === null ? null : candidate;
    },

    async findRecord(visitor, id) {
      const { candidate, opening } = await findBoth(visitor, id);
      if (opening === null) return null;
      const [factors, identityNumber, groups, signIns, codes] = await Promise.all([
        getFactors(db, candidate.id),
        getIdentityNumber(db, cipher, candidate.id),
        listGroups(db, candidate.id),
        listSignIns(db, candidate.id, SIGN_INS),
        listCounterCodes(db, candidate.id, CODES),
      ]);
      const { phoneCipher } = factors;
      return {
        candidate,
        opening,
        factors,
        groups,
        signIns,
        codes,
        maskedIdentityNumber: maskIdentityNumber(identityNumber),
        maskedPhone:
          phoneCipher === null ? '' : maskPhone(cipher.decrypt(phoneCipher, destinationContext.sms)),
      };
    },
  };
}
