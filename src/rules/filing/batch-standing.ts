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
  readonly abandoned: boolean;
  readonly frozen: boolean;
}

export interface BatchStandingInput {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly facts: CandidateFacts;
  /** Windows in force of this batch, of every scope. */
  readonly windows: readonly Window[];
  /** Record of the batch's quota group; null while there is none. */
  readonly group: GroupRecord | null;
  /** Lists in force, of other groups, that this batch excludes, with the windows of their batches. */
  readonly excluded?: readonly { readonly batch: Batch; readonly windows: readonly Window[] }[];
  readonly hasDraft: boolean;
  readonly now: Date;
  /** 报考专业 or 专业类别 that the plan has rows for, where it is known. */
  readonly audiences?: ReadonlySet<string>;
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
  const lost = [checkOverwrite(pack, batch, group.savedBatch), ...excluded.map((one) => one.batch)];
  const overwrites = pack.batches.filter((one) => lost.includes(one));
  const quota = checkSaveQuota({ ...group, ...batch, now });
  const state = getBatchState({
    phase,
    eligible: ineligibility === null,
    saved: group.savedBatch === batch.code ? 'this' : overwrites.length === 0 ? 'none' : 'other',
    barred: excluded.some(({ windows }) => findPhase(findEffectiveWindow(windows, facts), now) === 'closed'),
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
  return { ...state, phase, window, ...ends, pause, quota, savesUsed, ineligibility, overwrites };
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
