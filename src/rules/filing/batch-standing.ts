import type { Batch, CandidateFacts, RulePack } from '../pack/rule-pack';
import { findNextSession, findSessionEnd, isSameDay } from '../windows/sessions';
import {
  findEffectiveWindow,
  findPermitEnd,
  findPhase,
  getPermits,
  type Phase,
  type Window,
} from '../windows/window-in-force';
import { type BatchState, getBatchState } from './batch-state';
import { findBatchIneligibility, type Ineligibility } from './eligibility';
import { checkOverwrite } from './groups';
import { checkSaveQuota, type SaveQuota } from './save-quota';

/** What is kept of one candidate and one quota group. */
export interface GroupRecord {
  /** The batch whose list is in force; null while nothing is saved. */
  readonly savedBatch: string | null;
  readonly savesUsed: number;
  readonly lastSavedAt: Date | null;
  /** Saves given beyond the pack's, and when the last one was. */
  readonly grantedSaves?: number;
  readonly lastGrantedAt?: Date | null;
  /** Whether the list in force was confirmed finally, and how often that was taken back in the group. */
  readonly confirmed?: boolean;
  readonly retractionsUsed?: number;
  readonly abandoned: boolean;
  readonly frozen: boolean;
}

/** A list in force, of another group, that a batch excludes. */
interface ExcludedList {
  readonly batch: Batch;
  /** Of its batch. */
  readonly windows: readonly Window[];
  readonly confirmed: boolean;
}

export interface BatchStandingInput {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly facts: CandidateFacts;
  /** Windows in force of this batch, of every scope. */
  readonly windows: readonly Window[];
  /** Record of the batch's quota group; null while there is none. */
  readonly group: GroupRecord | null;
  readonly excluded?: readonly ExcludedList[];
  readonly hasDraft: boolean;
  readonly now: Date;
  /** 报考专业 or 专业类别 that the plan has rows for, where it is known. */
  readonly audiences?: ReadonlySet<string>;
}

/** How the list in force of a batch stands whose pack asks its owner to confirm it finally. */
export interface ConfirmationStanding {
  readonly confirmed: boolean;
  readonly retractionsLeft: number;
}

/** A batch as it stands for one candidate at one instant, with all that its sentence may name. */
export interface BatchStanding extends BatchState {
  readonly phase: Phase;
  readonly window: Window | null;
  /** Until when a save of this batch is permitted now: by the window, one of its days, or one of its stages (M5). */
  readonly saveEndsAt: Date | null;
  /** The same for good: what is not saved by then never is. */
  readonly lastSaveEndsAt: Date | null;
  /** Between two days of a window: when it goes on, and whether this day's hours are over or yet to come. */
  readonly pause: { readonly until: Date; readonly dayIsOver: boolean } | null;
  readonly quota: SaveQuota;
  /** Saves of the group until now, as 第N次 counts them. */
  readonly savesUsed: number;
  readonly ineligibility: Ineligibility | null;
  /** The saved batches that a save of this one would overwrite: of its group, or excluded by a pair. In the pack's order. */
  readonly overwrites: readonly Batch[];
  /** Those of them that are final, by their time or as they were confirmed: while there is one, nothing is overwritten. */
  readonly bars: { readonly closed: readonly Batch[]; readonly confirmed: readonly Batch[] };
  /** Null where no list of this batch is in force, or the pack asks for no final confirmation. */
  readonly confirmation: ConfirmationStanding | null;
}

const NOTHING_SAVED: GroupRecord = {
  savedBatch: null,
  savesUsed: 0,
  lastSavedAt: null,
  abandoned: false,
  frozen: false,
};

/** Reads the circumstances of a batch and derives its state; home page and guards share this. */
export function getBatchStanding(input: BatchStandingInput): BatchStanding {
  const { pack, batch, facts, now } = input;
  const group = input.group ?? NOTHING_SAVED;
  const window = findEffectiveWindow(input.windows, facts);
  const phase = findPhase(window, now);
  const permits = window === null ? null : getPermits(window, now);
  const ineligibility = findBatchIneligibility(batch, facts, input.audiences);
  const excluded = input.excluded ?? [];
  const fellow = checkOverwrite(pack, batch, group.savedBatch);
  const lost = [fellow, ...excluded.map((one) => one.batch)];
  const overwrites = pack.batches.filter((one) => lost.includes(one));
  const bars = findBars(input, fellow !== null && group.confirmed === true ? [fellow] : []);
  const confirmation = group.savedBatch === batch.code ? findConfirmation(batch, group) : null;
  const quota = checkSaveQuota({ ...group, ...batch, now });
  const state = getBatchState({
    phase,
    eligible: ineligibility === null,
    saved: group.savedBatch === batch.code ? 'this' : overwrites.length === 0 ? 'none' : 'other',
    confirmed: confirmation?.confirmed === true,
    barred: bars.closed.length + bars.confirmed.length > 0,
    quota: quota.state,
    draft: input.hasDraft,
    abandoned: group.abandoned,
    frozen: group.frozen,
    mayCreate: permits?.create ?? false,
    mayEdit: permits?.edit ?? false,
  });
  const ends = findEnds(window, group.savedBatch === batch.code ? 'edit' : 'create', now);
  const pause = phase === 'pause' && window !== null ? findPause(window, now) : null;
  const { savesUsed } = group;
  return {
    ...{ ...state, phase, window, ...ends, pause, quota, savesUsed, ineligibility },
    ...{ overwrites, bars, confirmation },
  };
}

/** @param confirmed of the batch's own group, another list that was confirmed */
function findBars(
  { excluded = [], facts, now }: BatchStandingInput,
  confirmed: readonly Batch[],
): BatchStanding['bars'] {
  const isOver = ({ windows }: ExcludedList) =>
    findPhase(findEffectiveWindow(windows, facts), now) === 'closed';
  return {
    closed: excluded.filter(isOver).map(({ batch }) => batch),
    confirmed: [...confirmed, ...excluded.filter((one) => one.confirmed).map(({ batch }) => batch)],
  };
}

function findConfirmation(
  { finalConfirmation }: Batch,
  { confirmed = false, retractionsUsed = 0 }: GroupRecord,
): ConfirmationStanding | null {
  if (finalConfirmation === undefined) return null;
  return { confirmed, retractionsLeft: Math.max(0, finalConfirmation.retractions - retractionsUsed) };
}

function findEnds(
  window: Window | null,
  act: 'create' | 'edit',
  now: Date,
): Pick<BatchStanding, 'saveEndsAt' | 'lastSaveEndsAt'> {
  if (window === null) return { saveEndsAt: null, lastSaveEndsAt: null };
  const [last, ofDay] = [findPermitEnd(window, act, now), findSessionEnd(window, now)];
  return { saveEndsAt: ofDay.getTime() < last.getTime() ? ofDay : last, lastSaveEndsAt: last };
}

function findPause(window: Window, now: Date): BatchStanding['pause'] {
  const next = findNextSession(window, now);
  return next === null
    ? null
    : { until: next.opensAt, dayIsOver: isSameDay(findSessionEnd(window, now), now) };
}
