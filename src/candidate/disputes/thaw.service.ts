import type { Knex } from 'knex';
import { insertAuditEntry } from '../../domain/audit/audit.repository';
import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import { findDisputedAt, thawCandidate } from '../../domain/candidates/freeze.repository';
import { trustDevice } from '../../domain/identity/device.repository';
import type { ProofRequest, ProofService, ProofStep } from '../../domain/identity/proof.service';
import type { ProofResult } from '../../domain/identity/proof-result';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { tellOwner } from '../../domain/messages/tell-owner';
import { wallClock } from '../../infrastructure/clock';
import type { Alongside } from '../../infrastructure/database/alongside';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';

export interface ThawVisit {
  readonly candidate: CandidateRecord;
  readonly journey: string;
  readonly origin: Origin;
}

type ThawResult =
  | { readonly outcome: 'thawed' }
  | { readonly outcome: 'notFrozen' }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

export interface ThawService {
  /** The step by the strongest factor that was bound before the disputed act; null when nothing is frozen. */
  findStep(visit: ThawVisit): Promise<ProofStep | null>;
  /** @throws AppError conflict when nothing is frozen */
  sendCode(visit: ThawVisit): ReturnType<ProofService['sendCode']>;
  /** 解冻. @throws AppError conflict when another act was disputed meanwhile */
  thaw(visit: ThawVisit, answer: string): Promise<ThawResult>;
  /** 解冻 of somebody whose identity the county office has checked. @throws AppError conflict when nothing is frozen */
  thawInPerson(visit: Omit<ThawVisit, 'journey'>, alongside: Alongside): Promise<void>;
}

export function createThawService(db: Knex, cipher: Cipher, proof: ProofService): ThawService {
  const requestOf = (visit: ThawVisit, boundBefore: Date): ProofRequest => ({
    candidateId: visit.candidate.id,
    purpose: 'thaw',
    journey: visit.journey,
    origin: visit.origin,
    boundBefore,
  });

  async function write(
    transaction: Knex.Transaction,
    { candidate, origin }: Omit<ThawVisit, 'journey'>,
    disputedAt: Date,
    rung: string,
  ): Promise<void> {
    await lockCandidate(transaction, candidate.id);
    const changed = await thawCandidate(transaction, candidate.id, disputedAt);
    if (changed !== 1) throw new AppError('conflict', 409);
    await insertAuditEntry(transaction, {
      actorKind: 'candidate',
      actorId: String(candidate.id),
      action: 'thaw',
      subjectKind: 'candidate',
      subjectId: String(candidate.id),
      detail: { rung, disputedAt: disputedAt.toISOString() },
      origin,
    });
    await tellOwner(transaction, cipher, {
      candidateId: candidate.id,
      kind: 'thawed',
      at: new Date(wallClock()),
      values: nameOrigin(origin),
    });
  }

  return {
    async findStep(visit) {
      const disputedAt = await findDisputedAt(db, visit.candidate.id);
      return disputedAt === null ? null : proof.describeStep(requestOf(visit, disputedAt));
    },

    async sendCode(visit) {
      const disputedAt = await findDisputedAt(db, visit.candidate.id);
      if (disputedAt === null) throw new AppError('conflict', 409);
      return proof.sendCode(requestOf(visit, disputedAt));
    },

    async thaw(visit, answer) {
      const { candidate, origin } = visit;
      const disputedAt = await findDisputedAt(db, candidate.id);
      if (disputedAt === null) return { outcome: 'notFrozen' };
      const proved = await proof.prove(requestOf(visit, disputedAt), answer);
      if (proved.outcome !== 'proved') return { outcome: 'unproved', proof: proved };
      return db.transaction(async (transaction) => {
        await write(transaction, visit, disputedAt, proved.rung);
        await trustDevice(transaction, candidate.id, origin.device);
        return { outcome: 'thawed' };
      });
    },

    async thawInPerson(visit, alongside) {
      const disputedAt = await findDisputedAt(db, visit.candidate.id);
      if (disputedAt === null) throw new AppError('conflict', 409);
      await db.transaction(async (transaction) => {
        await alongside(transaction);
        await write(transaction, visit, disputedAt, 'counter');
      });
    },
  };
}
