import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { OfficerAuthor } from '../../domain/officers/act-author';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Officer } from '../../domain/officers/officer';
import { bindParts } from '../../infrastructure/bind-parts';
import { inStep } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Batch } from '../../rules/pack/rule-pack';
import { enterChoices } from './enter-choices';
import {
  getOwn,
  lockGroup,
  lockOwn,
  orRefusal,
  type PaperDraftParts,
  type PaperRefusal,
  Refused,
} from './own-draft';
import {
  closePaperDraft,
  insertPaperDraft,
  listOpenDrafts,
  listPaperDrafts,
  type PaperDraft,
} from './paper-draft.repository';

export const beginPurpose = (candidateId: number) => `beginPaperDraft|${candidateId}`;
export const withdrawPurpose = (draftId: number) => `withdrawPaperDraft|${draftId}`;

const MAX_LISTED = 100;

/** Drafts of the officer's county: the open ones first. */
async function listOwn(
  { db }: PaperDraftParts,
  { countyCode }: Officer,
  { whole }: { readonly whole: boolean },
): Promise<readonly PaperDraft[]> {
  return countyCode === null ? [] : listPaperDrafts(db, countyCode, whole ? null : MAX_LISTED);
}

async function listOwnOpen(
  { db }: PaperDraftParts,
  { countyCode }: Officer,
  candidateId: number,
): Promise<readonly PaperDraft[]> {
  return countyCode === null ? [] : listOpenDrafts(db, countyCode, candidateId);
}

/** A candidate's list on paper comes in, in an open window. @throws AppError csrf, actRepeated */
function beginDraft(
  parts: PaperDraftParts,
  { officer, origin, token }: OfficerAuthor,
  candidate: CandidateRecord,
  batch: Batch,
): Promise<PaperRefusal | { readonly refusal: null; readonly draftId: number }> {
  return orRefusal(() =>
    inStep(parts.reference, () =>
      parts.db.transaction(async (transaction) => {
        const { countyCode } = officer;
        if (countyCode === null) throw notFound();
        await parts.tokens.use(transaction, token, officer.id, beginPurpose(candidate.id));
        const { lastOrdinal, hindrance } = await lockGroup(parts, transaction, candidate, batch);
        if (hindrance !== null) throw new Refused({ refusal: 'notOffered', standing: hindrance });
        const draftId = await insertPaperDraft(transaction, {
          candidateId: candidate.id,
          countyCode,
          batch: batch.code,
          afterOrdinal: lastOrdinal,
          begunBy: officer.id,
        });
        if (draftId === null) throw new Refused({ refusal: 'pending' });
        await auditOfficer(transaction, officer, origin, {
          action: 'beginPaperDraft',
          subjectKind: 'candidate',
          subjectId: candidate.id,
          detail: { draft: draftId, batch: batch.code },
        });
        return { refusal: null, draftId };
      }),
    ),
  );
}

/** @throws AppError notFound, csrf, actRepeated, conflict where it is closed */
function withdrawDraft(
  { db, tokens }: PaperDraftParts,
  { officer, origin, token }: OfficerAuthor,
  id: number,
  reason: string,
): Promise<void> {
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, withdrawPurpose(id));
    const draft = await lockOwn(transaction, officer, id);
    const end = { outcome: 'withdrawn', by: officer.id, reason } as const;
    if ((await closePaperDraft(transaction, id, end)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'withdrawPaperDraft',
      subjectKind: 'candidate',
      subjectId: draft.candidateId,
      detail: { reason, draft: id, batch: draft.batch },
    });
  });
}

/** Lists on paper, filed while the platform could not be reached, and typed in by two officers of one county. */
export function createPaperDraftService(parts: PaperDraftParts) {
  return bindParts(parts, {
    list: listOwn,
    listOpen: listOwnOpen,
    get: getOwn,
    begin: beginDraft,
    enter: enterChoices,
    withdraw: withdrawDraft,
  });
}

export type PaperDraftService = ReturnType<typeof createPaperDraftService>;
