import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import type { ChoiceList, Violation } from '../../rules/filing/choice-list';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateRecord } from '../candidates/candidate.repository';
import { toFacts } from '../candidates/candidate-facts';
import { type ApplicationVersion, findVersion, type HeldList } from './application.repository';
import {
  bringDraftBack,
  type Draft,
  deleteDraft,
  findDraft,
  keepDraft,
  keepLateDraft,
  replaceDraft,
} from './draft.repository';
import {
  acceptNotice,
  enterForm,
  extend,
  type FilingServiceParts,
  getBatch,
  getFillable,
  isFormRunning,
  readForm,
} from './form-entry';
import { confirmOverwrite } from './form-opening.repository';
import { nameAgreement } from './overwriting';
import { findStanding, planScopeOf } from './standing';

interface TypedDraft {
  readonly tab: string;
  readonly step: number;
  readonly revision: number;
  readonly choices: ChoiceList;
}

export function createFilingService(parts: FilingServiceParts) {
  return bindParts(parts, {
    getBatch,
    getFillable,
    acceptNotice,
    confirmOverwrite: acceptOverwrite,
    enterForm,
    readForm,
    isFormRunning,
    findStanding: findOwnStanding,
    extend,
    keepDraft: keepTyped,
    keepLateDraft: keepTypedLate,
    replaceDraft: replaceTyped,
    bringDraftBack: bringBack,
    findDraft: findOwnDraft,
    findOverwritten,
    discardDraft,
    check,
  });
}

export type FilingService = ReturnType<typeof createFilingService>;

/** 是 on the page that names what would be overwritten (M8). */
async function acceptOverwrite(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
): Promise<void> {
  const { standing } = await getFillable(parts, candidate, code);
  if (standing.overwrites.length === 0) return;
  const changed = await confirmOverwrite(parts.db, candidate.id, code, nameAgreement(standing));
  if (changed !== 1) throw new AppError('formNotOpened', 409);
}

/** Keeps what was typed. @returns the new revision; null when another page wrote since, or the form was saved. */
async function keepTyped(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
  draft: TypedDraft,
): Promise<number | null> {
  const { clock, db } = parts;
  const at = await clock.now(db);
  return keepDraft(db, { candidateId: candidate.id, batch: getBatch(parts, code).code, at, ...draft });
}

/** Puts a whole list in the place of what the form shows. @returns false when another page wrote since, or the form was saved. */
async function replaceTyped(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
  list: Omit<TypedDraft, 'step'> & { readonly replaced: ChoiceList },
): Promise<boolean> {
  const { clock, db } = parts;
  const at = await clock.now(db);
  const write = { candidateId: candidate.id, batch: getBatch(parts, code).code, at, ...list };
  return (await replaceDraft(db, write)) !== null;
}

/** What stood in the form before a whole list took its place. @returns false when nothing did, or another page wrote since. */
async function bringBack(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
  draft: Pick<TypedDraft, 'tab' | 'revision'>,
): Promise<boolean> {
  const { clock, db } = parts;
  const at = await clock.now(db);
  const write = { candidateId: candidate.id, batch: getBatch(parts, code).code, at, ...draft };
  return (await bringDraftBack(db, write)) === 1;
}

/** Keeps what a page typed that pressed 保存志愿 after its form had been closed. @returns whether it was kept. */
async function keepTypedLate(
  parts: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
  { tab, step, choices }: TypedDraft,
): Promise<boolean> {
  const { clock, db } = parts;
  const at = await clock.now(db);
  const write = { candidateId: candidate.id, batch: getBatch(parts, code).code, at, tab, step, choices };
  return (await keepLateDraft(db, write)) === 1;
}

const findOwnStanding = (parts: FilingServiceParts, candidate: CandidateRecord, code: string) =>
  findStanding(parts.db, parts.clock, parts.reference.current().calendar, candidate, getBatch(parts, code));

const findOwnDraft = (
  { db }: FilingServiceParts,
  candidate: CandidateRecord,
  code: string,
): Promise<Draft | null> => findDraft(db, candidate.id, code);

/** The lists in force that a save would overwrite, in the order in which the standing names their batches. */
async function findOverwritten(
  { db }: FilingServiceParts,
  candidate: CandidateRecord,
  { overwrites }: Pick<BatchStanding, 'overwrites'>,
  held: readonly HeldList[],
): Promise<readonly ApplicationVersion[]> {
  const ids = overwrites.map(({ code }) => held.find(({ savedBatch }) => savedBatch === code)?.versionId);
  const found = await Promise.all(
    ids.map(async (id) => (id == null ? null : findVersion(db, candidate.id, id))),
  );
  return found.filter((version) => version !== null);
}

/** Takes the draft away, so that the form starts from what was last saved. */
const discardDraft = (parts: FilingServiceParts, candidate: CandidateRecord, code: string): Promise<void> =>
  deleteDraft(parts.db, candidate.id, getBatch(parts, code).code);

/** All findings on a list as typed; spends no save. */
function check(
  { reference }: FilingServiceParts,
  candidate: CandidateRecord,
  batch: Batch,
  choices: ChoiceList,
): readonly Violation[] {
  const { calendar, plan } = reference.current();
  return checkChoiceList({
    pack: calendar.pack,
    batch,
    facts: toFacts(candidate),
    plan: plan.viewOf(planScopeOf(batch, candidate)),
    choices: normaliseChoiceList(batch, choices),
  });
}
