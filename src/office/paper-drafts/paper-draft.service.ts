import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import type { SaveService } from '../../domain/choice-lists/save.service';
import { findStandingForChange } from '../../domain/choice-lists/standing';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Officer } from '../../domain/officers/officer';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import { inStep, type Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import type { ChoiceList, Violation } from '../../rules/filing/choice-list';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/rule-pack';
import { findHalves, isAlike } from './draft-halves';
import {
  closePaperDraft,
  findPaperDraft,
  insertPaperDraft,
  listOpenDrafts,
  listPaperDrafts,
  lockPaperDraft,
  type PaperDraft,
  putPaperEntry,
} from './paper-draft.repository';

interface PaperAuthor {
  readonly officer: Officer;
  readonly origin: Origin;
  readonly token: string;
}

/** `taken`: two others type already. `overtaken`: the group was saved since the paper came in. */
export type PaperRefusal =
  | { readonly refusal: 'pending' | 'closed' | 'taken' | 'overtaken' | 'stopped' }
  | { readonly refusal: 'notOffered'; readonly standing: BatchStanding }
  | { readonly refusal: 'violations'; readonly violations: readonly Violation[] };

/** What a half led to: `kept` waits for the other, `differs` for a correction. */
type EntryResult = PaperRefusal | { readonly refusal: null; readonly state: 'kept' | 'differs' | 'saved' };

export const beginPurpose = (candidateId: number) => `beginPaperDraft|${candidateId}`;
export const enterPurpose = (draftId: number) => `typePaperDraft|${draftId}`;
export const withdrawPurpose = (draftId: number) => `withdrawPaperDraft|${draftId}`;

interface PaperDraftParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly filing: FilingService;
  readonly saving: SaveService;
}

const MOST_LISTED = 100;

/** What was begun is undone, and the refusal told. */
class Refused extends Error {
  constructor(readonly answer: PaperRefusal) {
    super(answer.refusal);
  }
}

/** What stands of the group, and why the batch may not be filed now. The candidate is locked from here on: before the draft, as a save does. */
async function lockGroup(
  parts: PaperDraftParts,
  transaction: Knex.Transaction,
  candidate: CandidateRecord,
  batch: Batch,
) {
  const { reference, clock } = parts;
  const { pack } = reference.current().calendar;
  const seen = { pack, version: reference.version() };
  const held = await findStandingForChange(transaction, clock, seen, candidate, batch);
  const { standing, group } = held;
  const offered = isOffered(standing, 'fill') || isOffered(standing, 'modify');
  return {
    candidate: held.candidate,
    lastOrdinal: group?.lastOrdinal ?? 0,
    hindrance: offered ? null : standing,
  };
}

async function lockOwn(
  transaction: Knex.Transaction,
  { countyCode }: Officer,
  id: number,
): Promise<PaperDraft> {
  const draft = await lockPaperDraft(transaction, id);
  if (draft === null || draft.countyCode !== countyCode) throw notFound();
  return draft;
}

/** Which half is this officer's. Nobody has both, and a third has none. */
function findHalf({ entries }: PaperDraft, officer: Officer): 1 | 2 {
  const own = entries.find(({ officerId }) => officerId === officer.id);
  if (own !== undefined) return own.half;
  if (entries.length > 1) throw new Refused({ refusal: 'taken' });
  return entries.length === 0 ? 1 : 2;
}

async function keepEntry(
  parts: PaperDraftParts,
  { officer, origin, token }: PaperAuthor,
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

/** A draft of the officer's county. @throws AppError notFound */
async function getOwn(
  parts: PaperDraftParts,
  { countyCode }: Officer,
  id: number | null,
): Promise<PaperDraft> {
  const draft = id === null ? null : await findPaperDraft(parts.db, id);
  if (draft === null || draft.countyCode !== countyCode) throw notFound();
  return draft;
}

async function saveAlike(
  parts: PaperDraftParts,
  { officer, origin }: PaperAuthor,
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

async function orRefusal<Result>(work: () => Promise<Result>): Promise<Result | PaperRefusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** Drafts of the officer's county: the open ones first. */
async function listOwn(
  { db }: PaperDraftParts,
  { countyCode }: Officer,
  { whole }: { readonly whole: boolean },
): Promise<readonly PaperDraft[]> {
  return countyCode === null ? [] : listPaperDrafts(db, countyCode, whole ? null : MOST_LISTED);
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
  { officer, origin, token }: PaperAuthor,
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

/**
 * Keeps what an officer typed; where two have typed alike, saves it (P29).
 * @throws AppError notFound, csrf, actRepeated
 */
function enterChoices(
  parts: PaperDraftParts,
  author: PaperAuthor,
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

/** @throws AppError notFound, csrf, actRepeated, conflict where it is closed */
function withdrawDraft(
  { db, tokens }: PaperDraftParts,
  { officer, origin, token }: PaperAuthor,
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
  return {
    list: (officer: Officer, options: { readonly whole: boolean }) => listOwn(parts, officer, options),
    listOpen: (officer: Officer, candidateId: number) => listOwnOpen(parts, officer, candidateId),
    get: (officer: Officer, id: number | null) => getOwn(parts, officer, id),
    begin: (author: PaperAuthor, candidate: CandidateRecord, batch: Batch) =>
      beginDraft(parts, author, candidate, batch),
    enter: (author: PaperAuthor, id: number, candidate: CandidateRecord, typed: ChoiceList) =>
      enterChoices(parts, author, id, candidate, typed),
    withdraw: (author: PaperAuthor, id: number, reason: string) => withdrawDraft(parts, author, id, reason),
  };
}

export type PaperDraftService = ReturnType<typeof createPaperDraftService>;
