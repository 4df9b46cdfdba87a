import type { DailyHours, WindowScope } from '../pack/rule-pack';
import {
  findSessionEnd,
  isSameDay,
  isSameTime,
  layOutHours,
  lengthenSession,
  type Sessions,
} from './sessions';
import { compareWindows, type Window } from './window-in-force';

/** A window in force with its row, so that it can be changed as it was seen. */
export interface StoredWindow extends Window {
  readonly id: number;
}

/**
 * `set` opens a window or moves the one that stands; `lengthen` adds minutes to its end, or to that of a day where it has
 * hours; `remove` ends an exception.
 */
export type WindowChange =
  | {
      readonly kind: 'set';
      readonly opensAt: Date;
      readonly closesAt: Date;
      /** Left out: day and night. */
      readonly hours?: DailyHours;
    }
  | { readonly kind: 'lengthen'; readonly minutes: number }
  | { readonly kind: 'remove' };

/** One act of the province on the windows of several batches. */
export interface WindowAct {
  readonly batches: readonly string[];
  readonly scope: WindowScope;
  readonly change: WindowChange;
}

/** What an act does to one row: `before` null is a new one, `after` null takes it away. */
export interface WindowStep {
  readonly batch: string;
  readonly before: StoredWindow | null;
  readonly after: Window | null;
}

export interface WindowActFault {
  readonly batch: string;
  readonly code:
    | 'noWindow'
    | 'endsBeforeItOpens'
    | 'endsInThePast'
    | 'unchanged'
    | 'provinceStays'
    | 'minutesOutOfRange'
    | 'hoursLeaveNothing'
    | 'reachesNextDay';
}

interface WindowPlan {
  readonly steps: readonly WindowStep[];
  readonly faults: readonly WindowActFault[];
}

/** The most that one act lengthens by: two weeks. More is a slip of the hand, or a window to be set anew. */
export const MAX_LENGTHEN_MINUTES = 14 * 24 * 60;

/** Whether a window may be lengthened by so many minutes in one act. */
export function isLengthening(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes > 0 && minutes <= MAX_LENGTHEN_MINUTES;
}

/** Whether two scopes are the same place, school, kind or band. */
export function isSameScope(one: WindowScope, other: WindowScope): boolean {
  return nameScope(one) === nameScope(other);
}

/** A scope as one text, for comparing and for records: `school 122001`, `scoreBand 600..`. */
export function nameScope(scope: WindowScope): string {
  switch (scope.kind) {
    case 'province':
      return 'province';
    case 'county':
      return `county ${scope.county}`;
    case 'school':
      return `school ${scope.school}`;
    case 'candidateKind':
      return `candidateKind ${scope.candidateKind}`;
    case 'scoreBand':
      return `scoreBand ${scope.from ?? ''}..${scope.to ?? ''}`;
  }
}

interface Lengthening {
  readonly minutes: number;
  readonly now: Date;
}

/** Whether an act on `scope` reaches a window of its own scope: a county's act reaches its schools. */
function reaches(scope: WindowScope, own: WindowScope, counties: ReadonlyMap<string, string>): boolean {
  if (scope.kind === 'province' || isSameScope(scope, own)) return true;
  return scope.kind === 'county' && own.kind === 'school' && counties.get(own.school) === scope.county;
}

/**
 * The window that a new exception starts from: the county's for a school, else the province's. Those of a kind or a
 * band concern only some of its candidates, and would move the others.
 */
function findBase(
  windows: readonly Window[],
  scope: WindowScope,
  counties: ReadonlyMap<string, string>,
): Window | null {
  const county = scope.kind === 'school' ? counties.get(scope.school) : undefined;
  const ofCounty = windows.filter(({ scope: own }) => own.kind === 'county' && own.county === county);
  const ofProvince = windows.filter(({ scope: own }) => own.kind === 'province' && scope.kind !== 'province');
  return (ofCounty.length > 0 ? ofCounty : ofProvince).toSorted(compareWindows).at(-1) ?? null;
}

/** Null where a day of it would reach the next. */
function lengthenWindow(window: Window, { minutes, now }: Lengthening): Window | null {
  const longer = lengthenSession(window, minutes, now);
  return longer === null ? null : { ...longer, stages: moveStages(window, longer.closesAt) };
}

function lengthen(
  batch: string,
  windows: readonly StoredWindow[],
  scope: WindowScope,
  by: Lengthening,
  counties: ReadonlyMap<string, string>,
): readonly WindowStep[] | null {
  const reached = windows.filter((window) => reaches(scope, window.scope, counties));
  const own = reached.some((window) => isSameScope(window.scope, scope));
  const base = own ? null : findBase(windows, scope, counties);
  if (!own && base === null) return [];
  const fresh = base === null ? null : lengthenWindow(base, by);
  const steps: WindowStep[] = [];
  for (const before of reached) steps.push({ batch, before, after: lengthenWindow(before, by) });
  if (base !== null) steps.push({ batch, before: null, after: fresh === null ? null : { ...fresh, scope } });
  return steps.some(({ after }) => after === null) ? null : steps;
}

/** The stages of a window that ends elsewhere now: they keep their distance to its end (no 放弃 in the last hours). */
function moveStages({ stages = [], closesAt }: Window, end: Date): NonNullable<Window['stages']> {
  const moved = end.getTime() - closesAt.getTime();
  return stages.map((stage) => ({ ...stage, from: new Date(stage.from.getTime() + moved) }));
}

function set(
  batch: string,
  own: readonly StoredWindow[],
  scope: WindowScope,
  times: Sessions,
  base: Window | null,
): readonly WindowStep[] {
  const kept = own.at(-1) ?? null;
  const model = kept ?? base;
  const fresh: Window = {
    batch,
    opensAt: times.opensAt,
    closesAt: times.closesAt,
    sessions: times.sessions ?? [],
    scope,
    permits: model?.permits ?? { create: true, edit: true, remove: true },
    stages: model === null ? [] : moveStages(model, times.closesAt),
  };
  return [
    ...own.slice(0, -1).map((before) => ({ batch, before, after: null })),
    { batch, before: kept, after: kept === null ? fresh : { ...kept, ...fresh } },
  ];
}

function listSteps(
  batch: string,
  windows: readonly StoredWindow[],
  { scope, change }: WindowAct,
  now: Date,
  counties: ReadonlyMap<string, string>,
): readonly WindowStep[] | null {
  const own = windows.filter((window) => isSameScope(window.scope, scope)).toSorted(compareWindows);
  switch (change.kind) {
    case 'set':
      return set(batch, own, scope, layOut(change), findBase(windows, scope, counties));
    case 'lengthen':
      return lengthen(batch, windows, scope, { minutes: change.minutes, now }, counties);
    case 'remove':
      return own.map((before) => ({ batch, before, after: null }));
  }
}

/** Whether the end that an act sets has passed: of the whole, or of the day that it lengthened. */
function isOver(window: Window, { kind }: WindowChange, now: Date): boolean {
  if (window.closesAt.getTime() <= now.getTime()) return true;
  const end = findSessionEnd(window, now);
  return kind === 'lengthen' && end.getTime() <= now.getTime() && isSameDay(end, now);
}

/** Hours that leave nothing are told as a fault. */
function layOut({ opensAt, closesAt, hours }: Extract<WindowChange, { kind: 'set' }>): Sessions {
  return (hours === undefined ? null : layOutHours(opensAt, closesAt, hours)) ?? { opensAt, closesAt };
}

function findFault(
  batch: string,
  steps: readonly WindowStep[] | null,
  { scope, change }: WindowAct,
  now: Date,
): WindowActFault | null {
  if (change.kind === 'remove' && scope.kind === 'province') return { batch, code: 'provinceStays' };
  if (change.kind === 'lengthen' && !isLengthening(change.minutes))
    return { batch, code: 'minutesOutOfRange' };
  if (steps === null) return { batch, code: 'reachesNextDay' };
  if (steps.length === 0) return { batch, code: 'noWindow' };
  const ends = steps.flatMap(({ after }) => (after === null ? [] : [after]));
  if (ends.some(({ opensAt, closesAt }) => closesAt.getTime() <= opensAt.getTime()))
    return { batch, code: 'endsBeforeItOpens' };
  if (change.kind === 'set' && change.hours !== undefined)
    if (layOutHours(change.opensAt, change.closesAt, change.hours) === null)
      return { batch, code: 'hoursLeaveNothing' };
  const changed = steps.filter(
    ({ before, after }) => before === null || after === null || !isSameTime(before, after),
  );
  if (changed.length === 0) return { batch, code: 'unchanged' };
  if (ends.length > 0 && ends.every((window) => isOver(window, change, now)))
    return { batch, code: 'endsInThePast' };
  return null;
}

/**
 * What an act does, row by row, and why it may not (S15: windows move and lengthen while they run).
 * `counties` names the county of each school that has a window of its own.
 *
 * Lengthening adds the same minutes to every window within its scope, so that a school which was given half an
 * hour before is never behind the others when the whole province is given another; a scope without a window of its own
 * gets one, from its county's or the province's. Where a window has daily hours, the day that runs or ran last is
 * lengthened (`lengthenSession`). Stages move with the end, and a new scope takes them over. Worked cases, province until
 * 18:00, school S (county C) until 18:30: province +60 → 19:00 and 19:30; C +60 → C until 19:00, S until 19:30; S +30 → S alone until 19:00; school T +30 →
 * T until 18:30.
 */
export function planWindowAct(
  windows: readonly StoredWindow[],
  act: WindowAct,
  now: Date,
  counties: ReadonlyMap<string, string>,
): WindowPlan {
  const plans = act.batches.map((batch) => {
    const ofBatch = windows.filter((window) => window.batch === batch);
    const steps = listSteps(batch, ofBatch, act, now, counties);
    return { steps: steps ?? [], fault: findFault(batch, steps, act, now) };
  });
  return {
    steps: plans.flatMap(({ steps }) => steps),
    faults: plans.flatMap(({ fault }) => fault ?? []),
  };
}

/** The windows as they stand once an act is done. */
export function applySteps(
  windows: readonly StoredWindow[],
  steps: readonly WindowStep[],
): readonly Window[] {
  const gone = new Set(steps.map(({ before }) => before?.id));
  return [...windows.filter(({ id }) => !gone.has(id)), ...steps.flatMap(({ after }) => after ?? [])];
}
