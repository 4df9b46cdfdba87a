import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import type { SaveService } from '../../domain/choice-lists/save.service';
import { findStandingForChange } from '../../domain/choice-lists/standing';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Officer } from '../../domain/officers/officer';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import type { Violation } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import { findPaperDraft, lockPaperDraft, type PaperDraft } from './paper-draft.repository';

/** `taken`: two others type already. `overtaken`: the group was saved since the paper came in. */
export type PaperRefusal =
  | { readonly refusal: 'pending' | 'closed' | 'taken' | 'overtaken' | 'stopped' }
  | { readonly refusal: 'notOffered'; readonly standing: BatchStanding }
  | { readonly refusal: 'violations'; readonly violations: readonly Violation[] };

export interface PaperDraftParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly filing: FilingService;
  readonly saving: SaveService;
}

/** What was begun is undone, and the refusal told. */
export class Refused extends Error {
  constructor(readonly answer: PaperRefusal) {
    super(answer.refusal);
  }
}

/** What stands of the group, and why the batch may not be filed now. The candidate is locked from here on: before the draft, as a save does. */
export async function lockGroup(
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

/** A draft of the officer's county, locked. @throws AppError notFound */
export async function lockOwn(
  transaction: Knex.Transaction,
  { countyCode }: Officer,
  id: number,
): Promise<PaperDraft> {
  const draft = await lockPaperDraft(transaction, id);
  if (draft === null || draft.countyCode !== countyCode) throw notFound();
  return draft;
}

/** A draft of the officer's county. @throws AppError notFound */
export async function getOwn(
  parts: PaperDraftParts,
  { countyCode }: Officer,
  id: number,
): Promise<PaperDraft> {
  const draft = await findPaperDraft(parts.db, id);
  if (draft === null || draft.countyCode !== countyCode) throw notFound();
  return draft;
}

/** Does the work; what it refused is the answer. */
export async function orRefusal<Result>(work: () => Promise<Result>): Promise<Result | PaperRefusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}
