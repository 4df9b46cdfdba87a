import type { CandidateFacts, FactValue, Permits, WindowScope } from '../pack/rule-pack';
import { listSessions, markTimes, type Sessions } from './sessions';

/**
 * A window in force: when a batch may be filed, by whom, and what it permits. `closesAt` is exclusive, and the end of the
 * whole; that of a day's hours is the end of a session (`findSessionEnd`).
 */
export interface Window extends Sessions {
  readonly batch: string;
  readonly scope: WindowScope;
  readonly permits: Permits;
  /** What is permitted from an instant on, in order of time; before the first, `permits` holds. */
  readonly stages?: readonly { readonly from: Date; readonly permits: Permits }[];
}

/** The facts a scope is compared with: county of registration, school, candidate kind, total score. */
export const SCOPE_FACTS = {
  county: 'registrationCounty',
  school: 'school',
  candidateKind: 'kind',
  scoreBand: 'totalScore',
} as const;

/** From the widest to the narrowest; the narrowest window that concerns a candidate wins. */
export const SPECIFICITY: readonly WindowScope['kind'][] = [
  'province',
  'candidateKind',
  'scoreBand',
  'county',
  'school',
];

function isInBand(score: FactValue | undefined, from: number | null, to: number | null): boolean {
  return typeof score === 'number' && (from === null || score >= from) && (to === null || score <= to);
}

function concerns(scope: WindowScope, facts: CandidateFacts): boolean {
  switch (scope.kind) {
    case 'province':
      return true;
    case 'county':
      return facts[SCOPE_FACTS.county] === scope.county;
    case 'school':
      return facts[SCOPE_FACTS.school] === scope.school;
    case 'candidateKind':
      return facts[SCOPE_FACTS.candidateKind] === scope.candidateKind;
    case 'scoreBand':
      return isInBand(facts[SCOPE_FACTS.scoreBand], scope.from, scope.to);
  }
}

/** What two windows of one end differ in, as one text: never the order in which they happen to be listed. */
function describeWindow(window: Window): string {
  const { scope, permits, stages = [] } = window;
  return JSON.stringify([
    markTimes(window),
    scope.kind === 'scoreBand' ? [scope.from, scope.to] : null,
    [permits, ...stages.map((stage) => stage.permits)].map(({ create, edit, remove }) => [
      create,
      edit,
      remove,
    ]),
    stages.map(({ from }) => from.getTime()),
  ]);
}

/**
 * From the window that yields to the one that wins: by scope, by their ends, of two with one end that which opens
 * first, and then by what they say, so that the same windows in any order give the same one.
 */
export function compareWindows(left: Window, right: Window): number {
  const order =
    SPECIFICITY.indexOf(left.scope.kind) - SPECIFICITY.indexOf(right.scope.kind) ||
    left.closesAt.getTime() - right.closesAt.getTime() ||
    right.opensAt.getTime() - left.opensAt.getTime();
  if (order !== 0) return order;
  const [one, other] = [describeWindow(left), describeWindow(right)];
  return one === other ? 0 : one < other ? -1 : 1;
}

/**
 * Of the windows of one batch, the one in force for a candidate: school before county before score band
 * before candidate kind before province, and of two alike the one that closes last (`compareWindows`). Null when none
 * concerns the candidate.
 */
export function findEffectiveWindow(windows: readonly Window[], facts: CandidateFacts): Window | null {
  const concerning = windows.filter(({ scope }) => concerns(scope, facts));
  return concerning.toSorted(compareWindows).at(-1) ?? null;
}

/** `pause`: between two days of a window with daily hours. */
export type Phase = 'none' | 'before' | 'open' | 'pause' | 'closed';

/**
 * Where `now` stands in a window: the opening instant is inside, the closing instant is not (S7). 07-02 17:59:59.999 is
 * open, 07-02 18:00:00.000 is closed, or a pause where the window goes on at 07-03 09:00:00.000.
 */
export function findPhase(window: Window | null, now: Date): Phase {
  if (window === null) return 'none';
  if (now.getTime() < window.opensAt.getTime()) return 'before';
  if (now.getTime() >= window.closesAt.getTime()) return 'closed';
  return listSessions(window).some(({ opensAt, closesAt }) => opensAt <= now && now < closesAt)
    ? 'open'
    : 'pause';
}

/** What a window permits at `now`, by its last stage begun. Says nothing of the phase. */
export function getPermits(window: Window, now: Date): Permits {
  const begun = (window.stages ?? []).filter(({ from }) => from.getTime() <= now.getTime());
  return begun.at(-1)?.permits ?? window.permits;
}

/**
 * The instant from which an act is no longer permitted for good, as the window stands: its closing, or the stage that takes the
 * act away; one that is past where it is not permitted at `now`. A stage after the closing changes nothing.
 *
 * Worked cases, until 18:00, no first filing from 17:00, asked at 12:00: create 17:00, edit 18:00; create asked at
 * 17:30: 17:00.
 */
export function findPermitEnd(window: Window, act: keyof Permits, now: Date): Date {
  const all = [{ from: window.opensAt, permits: window.permits }, ...(window.stages ?? [])];
  const begun = all.filter(({ from }, index) => index === 0 || from.getTime() <= now.getTime());
  const ahead = all.slice(begun.length);
  const current = begun.at(-1);
  const shut = current?.permits[act] === false ? current : ahead.find(({ permits }) => !permits[act]);
  return shut === undefined || shut.from.getTime() > window.closesAt.getTime() ? window.closesAt : shut.from;
}
