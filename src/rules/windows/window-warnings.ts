import type { WindowScope } from '../pack/rule-pack';
import { isSameScope, type StoredWindow, type WindowAct, type WindowStep } from './change-windows';
import { covers, endsSooner, isSameTime } from './sessions';
import { findPermitEnd, findPhase, getPermits, SPECIFICITY, type Window } from './window-in-force';

const DAY_MS = 24 * 3600 * 1000;

/**
 * What somebody may not have meant: `behind`, a narrower window ends before the changed one and is not moved; `stays`,
 * it is not moved either and ends later, or begins elsewhere; `overruled`, a new exception takes the place of this
 * window for those in both; `noFirstFiling`, stages keep first filing shut from the opening on; `dayAndNight`, the window
 * had daily hours and has none now.
 */
export interface WindowWarning {
  readonly window: Window;
  readonly why: 'behind' | 'stays' | 'overruled' | 'noFirstFiling' | 'dayAndNight';
}

/** Whether two scopes may hold one candidate; two of one kind are no exceptions to each other. */
function mayMeet(one: WindowScope, other: WindowScope, counties: ReadonlyMap<string, string>): boolean {
  const [wide, narrow] =
    SPECIFICITY.indexOf(one.kind) <= SPECIFICITY.indexOf(other.kind) ? [one, other] : [other, one];
  if (wide.kind === 'county' && narrow.kind === 'school') return counties.get(narrow.school) === wide.county;
  return wide.kind !== narrow.kind;
}

/**
 * What an act does besides what it says: windows that it leaves where they were although they hold some of its
 * candidates, those that a new exception overrules, and stages that leave no time for a first filing.
 *
 * Worked cases, province until 18:00, school S until 18:30. Province set to two days later: S is behind; set to 12:30:
 * S stays; +60 takes S along: nothing. 艺术类 +60 until 19:00: S is behind; +15: nothing, S has more already. A first
 * window of school T: a score band's is overruled.
 */
export function listWindowWarnings(
  windows: readonly StoredWindow[],
  steps: readonly WindowStep[],
  act: WindowAct,
  counties: ReadonlyMap<string, string>,
): readonly WindowWarning[] {
  const touched = new Set(steps.map(({ before }) => before?.id));
  const others = windows.filter(({ id, scope }) => !touched.has(id) && mayMeet(act.scope, scope, counties));
  const left = others.flatMap((window): readonly WindowWarning[] => {
    const changed = steps.find(
      ({ batch, after }) => batch === window.batch && after !== null && isSameScope(after.scope, act.scope),
    );
    const why = changed === undefined ? null : findWhy(window, changed, act.change.kind === 'set');
    return why === null ? [] : [{ window, why }];
  });
  return [...left, ...steps.flatMap(warnOfWindow)];
}

function findWhy(
  window: StoredWindow,
  { before, after }: WindowStep,
  sets: boolean,
): 'behind' | 'stays' | 'overruled' | null {
  if (after === null) return null;
  const rank = ({ scope }: Window) => SPECIFICITY.indexOf(scope.kind);
  if (rank(window) > rank(after)) return findLag(window, after, sets);
  const ofSome = window.scope.kind === 'candidateKind' || window.scope.kind === 'scoreBand';
  return before === null && ofSome ? 'overruled' : null;
}

function findLag(window: Window, after: Window, sets: boolean): 'behind' | 'stays' | null {
  if (endsSooner(window, after)) return 'behind';
  return sets && !isSameTime(window, after) ? 'stays' : null;
}

function warnOfWindow({ before, after }: WindowStep): readonly WindowWarning[] {
  if (after === null) return [];
  const shut = after.permits.create && !getPermits(after, after.opensAt).create;
  const hours = (window: Window | null) => (window?.sessions ?? []).length > 0;
  // One day alone needs no hours.
  const opened =
    hours(before) && !hours(after) && after.closesAt.getTime() - after.opensAt.getTime() > DAY_MS;
  return [
    ...(shut ? [{ window: after, why: 'noFirstFiling' } as const] : []),
    ...(opened ? [{ window: after, why: 'dayAndNight' } as const] : []),
  ];
}

/**
 * Whether an act takes time from somebody: `was` is in force for them and has begun, `is` will be in force then. Worked
 * cases at 12:00, open until 18:00: until 17:59, from 13:00 on, or no window: yes; until 18:30: no; tomorrow's hours
 * shorter, also in the pause before them: yes; a window that has not opened yet: no, whatever becomes of it.
 */
export function takesTime(was: Window | null, is: Window | null, now: Date): boolean {
  if (was === null || !['open', 'pause'].includes(findPhase(was, now))) return false;
  if (is === null || !covers(is, was, now)) return true;
  const endOf = (window: Window, act: 'create' | 'edit') =>
    Math.max(findPermitEnd(window, act, now).getTime(), now.getTime());
  return (['create', 'edit'] as const).some((act) => endOf(is, act) < endOf(was, act));
}
