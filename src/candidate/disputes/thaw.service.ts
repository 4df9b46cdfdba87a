import type { Knex } from 'knex';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import { findDisputedAt, thawCandidate } from '../../domain/candidates/freeze.repository';
import { trustDevice } from '../../domain/identity/device.repository';
import type { ProofService, ProofStep } from '../../domain/identity/proof.service';
import type { ProofRequest } from '../../domain/identity/proof-parts';
import type { ProofResult } from '../../domain/identity/proof-result';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { tellOwner } from '../../domain/messages/tell-owner';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
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

interface ThawParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly proof: ProofService;
}

export function createThawService(db: Knex, cipher: Cipher, proof: ProofService) {
  const parts: ThawParts = { db, cipher, proof };
  return bindParts(parts, { findStep, sendCode, thaw, thawInPerson });
}

export type ThawService = ReturnType<typeof createThawService>;

/** The step by the strongest factor that was bound before the disputed act; null when nothing is frozen. */
async function findStep({ db, proof }: ThawParts, visit: ThawVisit): Promise<ProofStep | null> {
  const disputedAt = await findDisputedAt(db, visit.candidate.id);
  return disputedAt === null ? null : proof.describeStep(requestOf(visit, disputedAt));
}

/** @throws AppError conflict when nothing is frozen */
async function sendCode({ db, proof }: ThawParts, visit: ThawVisit): ReturnType<ProofService['sendCode']> {
  const disputedAt = await findDisputedAt(db, visit.candidate.id);
  if (disputedAt === null) throw new AppError('conflict', 409);
  return proof.sendCode(requestOf(visit, disputedAt));
}

/** 解冻. @throws AppError conflict when another act was disputed meanwhile */
async function thaw(parts: ThawParts, visit: ThawVisit, answer: string): Promise<ThawResult> {
  const { db, proof } = parts;
  const { candidate, origin } = visit;
  const disputedAt = await findDisputedAt(db, candidate.id);
  if (disputedAt === null) return { outcome: 'notFrozen' };
  const proved = await proof.prove(requestOf(visit, disputedAt), answer);
  if (proved.outcome !== 'proved') return { outcome: 'unproved', proof: proved };
  return db.transaction(async (transaction) => {
    await write(parts, transaction, visit, disputedAt, proved.rung);
    await trustDevice(transaction, candidate.id, origin.device);
    return { outcome: 'thawed' };
  });
}

/** 解冻 of somebody whose identity the county office has checked. @throws AppError conflict when nothing is frozen */
async function thawInPerson(
  parts: ThawParts,
  visit: Omit<ThawVisit, 'journey'>,
  transactionStep: TransactionStep,
): Promise<void> {
  const disputedAt = await findDisputedAt(parts.db, visit.candidate.id);
  if (disputedAt === null) throw new AppError('conflict', 409);
  await parts.db.transaction(async (transaction) => {
    await transactionStep(transaction);
    await write(parts, transaction, visit, disputedAt, 'counter');
  });
}

const requestOf = (visit: ThawVisit, boundBefore: Date): ProofRequest => ({
  candidateId: visit.candidate.id,
  purpose: 'thaw',
  journey: visit.journey,
  origin: visit.origin,
  boundBefore,
});

async function write(
  parts: ThawParts,
  transaction: Knex.Transaction,
  { candidate, origin }: Omit<ThawVisit, 'journey'>,
  disputedAt: Date,
  rung: string,
): Promise<void> {
  await lockCandidate(transaction, candidate.id);
  const changed = await thawCandidate(transaction, candidate.id, disputedAt);
  if (changed !== 1) throw new AppError('conflict', 409);
  await auditCandidate(transaction, candidate.id, origin, 'thaw', {
    rung,
    disputedAt: disputedAt.toISOString(),
  });
  await tellOwner(transaction, parts.cipher, {
    candidateId: candidate.id,
    kind: 'thawed',
    at: new Date(wallClock()),
    values: nameOrigin(origin),
  });
}
