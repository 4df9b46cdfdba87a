import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { findRestorable } from '../../domain/choice-lists/restore-version';
import type { OfficerAuthor } from '../../domain/officers/act-author';
import { auditOfficer } from '../../domain/officers/audit-officer';
import { areTwo } from '../../domain/officers/two-persons.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { inStep } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import { packOf, putBack, Refused, type RestorationParts, type RestorationRefusal } from './put-back';
import {
  decideRestoration,
  insertRestoration,
  lockRestoration,
  type Restoration,
} from './restoration.repository';

interface RestorationWish {
  readonly candidate: CandidateRecord;
  readonly versionId: number;
  readonly policeReport: string;
  readonly reason: string;
}

export type RestorationResult = { readonly refusal: RestorationRefusal | null };

/** The forms' tokens are issued for these. */
export const REQUEST_PURPOSE = 'requestRestoration';
export const decisionPurpose = (act: 'approve' | 'refuse', id: number) => `${act}Restoration|${id}`;

async function run(
  parts: RestorationParts,
  work: (transaction: Knex.Transaction) => Promise<void>,
): Promise<RestorationResult> {
  const { reference, db } = parts;
  try {
    await inStep(reference, () => db.transaction(work));
    return { refusal: null };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}

async function getPending(transaction: Knex.Transaction, id: number): Promise<Restoration> {
  const restoration = await lockRestoration(transaction, id);
  if (restoration === null) throw notFound();
  if (restoration.decision !== null) throw new Refused('decided');
  return restoration;
}

/** The first officer's half. @throws AppError notFound, csrf, actRepeated */
function requestRestoration(
  parts: RestorationParts,
  { officer, origin, token }: OfficerAuthor,
  wish: RestorationWish,
): Promise<RestorationResult> {
  return run(parts, async (transaction) => {
    const { candidate, versionId, policeReport, reason } = wish;
    await parts.tokens.use(transaction, token, officer.id, REQUEST_PURPOSE);
    const found = await findRestorable(transaction, { candidate, versionId, pack: packOf(parts) });
    if (found.refusal !== null) throw new Refused(found.refusal);
    const id = await insertRestoration(transaction, {
      candidateId: candidate.id,
      group: found.source.group,
      versionId,
      policeReport,
      reason,
      requestedBy: officer.id,
    });
    if (id === null) throw new Refused('pending');
    await auditOfficer(transaction, officer, origin, {
      action: 'requestRestoration',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { reason, police: policeReport, restoration: id, version: versionId },
    });
  });
}

/** The second officer's: puts the version back. @throws AppError notFound, csrf, actRepeated */
function approveRestoration(
  parts: RestorationParts,
  author: OfficerAuthor,
  id: number,
): Promise<RestorationResult> {
  return run(parts, async (transaction) => {
    const { officer, origin, token } = author;
    const restoration = await getPending(transaction, id);
    if (!(await areTwo(transaction, restoration.requestedBy, officer.id))) throw new Refused('sameOfficer');
    await parts.tokens.use(transaction, token, officer.id, decisionPurpose('approve', id));
    const restoredVersionId = await putBack(parts, transaction, author, restoration);
    const decision = { decision: 'approved', by: officer.id, reason: null, restoredVersionId } as const;
    if ((await decideRestoration(transaction, id, decision)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'approveRestoration',
      subjectKind: 'candidate',
      subjectId: restoration.candidateId,
      detail: { restoration: id, version: restoration.versionId, restored: restoredVersionId },
    });
  });
}

/** Refused by the second officer, or withdrawn by the first. @throws AppError notFound, csrf, actRepeated */
function refuseRestoration(
  parts: RestorationParts,
  { officer, origin, token }: OfficerAuthor,
  id: number,
  reason: string,
): Promise<RestorationResult> {
  return run(parts, async (transaction) => {
    const restoration = await getPending(transaction, id);
    await parts.tokens.use(transaction, token, officer.id, decisionPurpose('refuse', id));
    const decision = { decision: 'refused', by: officer.id, reason, restoredVersionId: null } as const;
    if ((await decideRestoration(transaction, id, decision)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'refuseRestoration',
      subjectKind: 'candidate',
      subjectId: restoration.candidateId,
      detail: { reason, restoration: id },
    });
  });
}

/** 志愿恢复: a list that somebody else tampered with is put back, by two officers of the province (P3). */
export function createRestorationService(parts: RestorationParts) {
  return bindParts(parts, {
    request: requestRestoration,
    approve: approveRestoration,
    refuse: refuseRestoration,
  });
}

export type RestorationService = ReturnType<typeof createRestorationService>;
