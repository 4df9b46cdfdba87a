import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { OfficerAuthor } from '../../domain/officers/act-author';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Officer } from '../../domain/officers/officer';
import { areTwo } from '../../domain/officers/two-persons.repository';
import { inStep } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import type { ChoiceList } from '../../rules/filing/choice-list';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import { findHalves, isAlike } from './draft-halves';
import {
  getOwn,
  lockGroup,
  lockOwn,
  orRefusal,
  type PaperDraftParts,
  type PaperRefusal,
  Refused,
} from './own-draft';
import { closePaperDraft, type PaperDraft, putPaperEntry } from './paper-draft.repository';

/** What a half led to: `kept` waits for the other, `differs` for a correction. */
type EntryResult = PaperRefusal | { readonly refusal: null; readonly state: 'kept' | 'differs' | 'saved' };
export const enterPurpose = (draftId: number) => `typePaperDraft|${draftId}`;

/** Which half is this officer's. Nobody has both, and a third has none. */
function findHalf({ entries }: PaperDraft, officer: Officer): 1 | 2 {
  const own = entries.find(({ officerId }) => officerId === officer.id);
  if (own !== undefined) return own.half;
  if (entries.length > 1) throw new Refused({ refusal: 'taken' });
  return entries.length === 0 ? 1 : 2;
}

async function keepEntry(
  parts: PaperDraftParts,
  { officer, origin, token }: OfficerAuthor,
  id: number,
  asked: CandidateRecord,
  typed: ChoiceList,
): Promise<void> {
  const { db, tokens, filing } = parts;
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, enterPurpose(id));
    const { batch: code } = await getOwn(parts, officer, id);
    const batch = filing.getBatch(code);
    const { candidate, lastOrdinal, hindrance } = await lockGroup(parts, transaction, asked, batch);
    const draft = await lockOwn(transaction, officer, id);
    if (draft.candidateId !== candidate.id) throw notFound();
    if (draft.outcome !== null) throw new Refused({ refusal: 'closed' });
    const half = findHalf(draft, officer);
    for (const { officerId } of draft.entries) await areTwo(transaction, officerId, officer.id);
    if (lastOrdinal !== draft.afterOrdinal) throw new Refused({ refusal: 'overtaken' });
    if (hindrance !== null) throw new Refused({ refusal: 'notOffered', standing: hindrance });
    const choices = normaliseChoiceList(batch, typed);
    const violations = filing.check(candidate, batch, choices);
    if (violations.some(({ severity }) => severity === 'block'))
      throw new Refused({ refusal: 'violations', violations });
    await putPaperEntry(transaction, id, { half, officerId: officer.id, choices });
    await auditOfficer(transaction, officer, origin, {
      action: 'typePaperDraft',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { draft: id, batch: batch.code, half },
    });
  });
}

async function saveAlike(
  parts: PaperDraftParts,
  { officer, origin }: OfficerAuthor,
  draft: PaperDraft,
  candidate: CandidateRecord,
  choices: ChoiceList,
): Promise<EntryResult> {
  const [first, second] = draft.entries;
  if (first === undefined || second === undefined) throw new Error('a half is missing');
  const result = await parts.saving.savePaperList({
    draftId: draft.id,
    candidate,
    batch: draft.batch,
    choices,
    officers: [first.officerId, second.officerId],
    origin,
    office: officer.placeName,
    afterOrdinal: draft.afterOrdinal,
    complete: async (transaction, versionId) => {
      // Neither has typed anything else meanwhile.
      const halves = findHalves(await lockOwn(transaction, officer, draft.id));
      if (halves === null || !halves.every((half) => isAlike(half, choices)))
        throw new AppError('conflict', 409);
      const end = { outcome: 'saved', by: officer.id, versionId } as const;
      if ((await closePaperDraft(transaction, draft.id, end)) !== 1) throw new AppError('conflict', 409);
      for (const { officerId, half } of [first, second])
        await auditOfficer(transaction, { id: officerId }, origin, {
          action: 'savePaperDraft',
          subjectKind: 'candidate',
          subjectId: candidate.id,
          detail: { draft: draft.id, batch: draft.batch, half, version: versionId, sentBy: officer.id },
        });
    },
  });
  switch (result.outcome) {
    case 'saved':
    case 'replayed':
      return { refusal: null, state: 'saved' };
    case 'refused':
      return { refusal: 'notOffered', standing: result.standing };
    case 'violations':
      return { refusal: 'violations', violations: result.violations };
    case 'overtaken':
    case 'stopped':
      return { refusal: result.outcome };
    default:
      throw new AppError('conflict', 409);
  }
}

/**
 * Keeps what an officer typed; where two have typed alike, saves it (P29).
 * @throws AppError notFound, csrf, actRepeated
 */
export function enterChoices(
  parts: PaperDraftParts,
  author: OfficerAuthor,
  id: number,
  candidate: CandidateRecord,
  typed: ChoiceList,
): Promise<EntryResult> {
  return orRefusal<EntryResult>(async () => {
    await inStep(parts.reference, () => keepEntry(parts, author, id, candidate, typed));
    const draft = await getOwn(parts, author.officer, id);
    // Saved meanwhile by the other's post.
    if (draft.outcome === 'saved') return { refusal: null, state: 'saved' };
    const halves = findHalves(draft);
    if (halves === null) return { refusal: null, state: 'kept' };
    const [first, second] = halves;
    if (!isAlike(first, second)) return { refusal: null, state: 'differs' };
    return saveAlike(parts, author, draft, candidate, first);
  });
}
