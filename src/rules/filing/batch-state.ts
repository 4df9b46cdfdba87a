import type { Phase } from '../windows/window-in-force';
import type { SaveQuota } from './save-quota';

/** Everything the state of a batch follows from. */
export interface BatchCircumstances {
  readonly phase: Phase;
  readonly eligible: boolean;
  /** What is in force: nothing that excludes this batch, the batch itself, or another that a save of it overwrites. */
  readonly saved: 'none' | 'this' | 'other';
  /** The list in force of the batch was confirmed finally by its owner. */
  readonly confirmed: boolean;
  /** What would be overwritten can be filed no more: it is final, or was confirmed: this batch is not to be had. */
  readonly barred: boolean;
  readonly quota: SaveQuota['state'];
  readonly draft: boolean;
  readonly abandoned: boolean;
  readonly frozen: boolean;
  /** Whether the window lets one file anew, and change what is filed. */
  readonly mayCreate: boolean;
  readonly mayEdit: boolean;
}

export type BatchOffer = 'fill' | 'browse' | 'modify' | 'draftSheet' | 'thaw';

export type BatchStateCode =
  | 'abandoned'
  | 'abandonedEmpty'
  | 'notEligible'
  | 'notEligibleFiled'
  | 'noWindow'
  | 'notYetOpen'
  | 'notYetOpenFiled'
  | 'paused'
  | 'pausedDraft'
  | 'pausedFiled'
  | 'closedFiled'
  | 'closedEmpty'
  | 'frozen'
  | 'frozenEmpty'
  | 'confirmed'
  | 'savedExhausted'
  | 'savedCooling'
  | 'savedFixed'
  | 'savedChangeable'
  | 'groupExhausted'
  | 'groupCooling'
  | 'barred'
  | 'createNotPermitted'
  | 'otherOfGroupSaved'
  | 'openDraft'
  | 'openEmpty';

export interface BatchState {
  readonly state: BatchStateCode;
  readonly offers: readonly BatchOffer[];
}

interface BatchStateRow extends BatchState {
  /** The circumstances this state asks for; what is not named does not matter. */
  readonly when: { readonly [K in keyof BatchCircumstances]?: readonly BatchCircumstances[K][] };
}

/** What holds when no row before it does. */
const OPEN_EMPTY: BatchStateRow = { state: 'openEmpty', when: {}, offers: ['fill'] };

/**
 * The state of a batch: the first row whose circumstances all hold. Page words, buttons and guards follow
 * from this table alone. The last row holds always.
 *
 * What is final comes first (abandoned, M10), then whom and when the batch is for (M19), then the freeze,
 * then the saves (M6–M9). Who has become ineligible after filing may still give up (chapter five limits it by time
 * alone), unless frozen: so the freeze is said first there. A batch beside a saved one of its group shares that one's count: while the count
 * cools or is used up it can neither be filled nor overwrite.
 */
export const BATCH_STATES: readonly BatchStateRow[] = [
  { state: 'abandoned', when: { abandoned: [true], saved: ['this'] }, offers: ['browse'] },
  { state: 'abandonedEmpty', when: { abandoned: [true] }, offers: [] },
  {
    state: 'frozen',
    when: { eligible: [false], phase: ['open'], frozen: [true], saved: ['this'] },
    offers: ['browse', 'thaw'],
  },
  { state: 'notEligibleFiled', when: { eligible: [false], saved: ['this'] }, offers: ['browse'] },
  { state: 'notEligible', when: { eligible: [false] }, offers: [] },
  { state: 'closedFiled', when: { phase: ['closed', 'none'], saved: ['this'] }, offers: ['browse'] },
  { state: 'closedEmpty', when: { phase: ['closed'] }, offers: [] },
  { state: 'noWindow', when: { phase: ['none'] }, offers: [] },
  { state: 'notYetOpenFiled', when: { phase: ['before'], saved: ['this'] }, offers: ['browse'] },
  { state: 'notYetOpen', when: { phase: ['before'] }, offers: ['draftSheet'] },
  { state: 'frozen', when: { frozen: [true], saved: ['this'] }, offers: ['browse', 'thaw'] },
  { state: 'frozenEmpty', when: { frozen: [true] }, offers: ['thaw'] },
  { state: 'confirmed', when: { saved: ['this'], confirmed: [true] }, offers: ['browse'] },
  { state: 'savedExhausted', when: { saved: ['this'], quota: ['exhausted'] }, offers: ['browse'] },
  { state: 'pausedFiled', when: { phase: ['pause'], saved: ['this'] }, offers: ['browse'] },
  { state: 'savedFixed', when: { saved: ['this'], mayEdit: [false] }, offers: ['browse'] },
  { state: 'savedFixed', when: { saved: ['this'], barred: [true] }, offers: ['browse'] },
  { state: 'savedCooling', when: { saved: ['this'], quota: ['cooldown'] }, offers: ['browse'] },
  { state: 'savedChangeable', when: { saved: ['this'] }, offers: ['browse', 'modify'] },
  { state: 'barred', when: { barred: [true] }, offers: [] },
  { state: 'groupExhausted', when: { quota: ['exhausted'] }, offers: [] },
  { state: 'pausedDraft', when: { phase: ['pause'], draft: [true] }, offers: ['draftSheet'] },
  { state: 'paused', when: { phase: ['pause'] }, offers: ['draftSheet'] },
  { state: 'createNotPermitted', when: { mayCreate: [false] }, offers: [] },
  { state: 'groupCooling', when: { quota: ['cooldown'] }, offers: [] },
  { state: 'otherOfGroupSaved', when: { saved: ['other'] }, offers: ['fill'] },
  { state: 'openDraft', when: { draft: [true] }, offers: ['fill'] },
  OPEN_EMPTY,
];

function holds(row: BatchStateRow, circumstances: BatchCircumstances): boolean {
  const keys = Object.keys(row.when) as (keyof BatchCircumstances)[];
  return keys.every((key) => (row.when[key] as readonly unknown[]).includes(circumstances[key]));
}

/** The state of a batch in its circumstances, with what it offers (screens: what the home page says of a batch). */
export function getBatchState(circumstances: BatchCircumstances): BatchState {
  const row = BATCH_STATES.find((candidate) => holds(candidate, circumstances)) ?? OPEN_EMPTY;
  return { state: row.state, offers: row.offers };
}

/** Whether a state offers an act; guards ask this before they let a request through. */
export function isOffered(state: BatchState, offer: BatchOffer): boolean {
  return state.offers.includes(offer);
}
