import type { WindowScope } from '../pack/rule-pack';
import { isSameScope, type StoredWindow, type WindowAct, type WindowStep } from './change-windows';
import { findPermitEnd, findPhase, getPermits, SPECIFICITY, type Window } from './window-in-force';

/**
 * What somebody may not have meant: `behind`, a narrower window ends before the changed one and is not moved; `stays`,
 * it is not moved either and ends later, or begins elsewhere; `overruled`, a new exception takes the place of this
 * window for those in both; `noFirstFiling`, stages keep first filing shut from the opening on.
 */
export interface WindowWarning {
  readonly window: Window;
  readonly why: 'behind' | 'stays' | 'overruled' | 'noFirstFiling';
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
  return [...left, ...steps.flatMap(({ after }) => (after === null ? [] : warnOfStages(after)))];
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
  if (window.closesAt.getTime() < after.closesAt.getTime()) return 'behind';
  const same =
    window.closesAt.getTime() === after.closesAt.getTime() &&
    window.opensAt.getTime() === after.opensAt.getTime();
  return sets && !same ? 'stays' : null;
}

function warnOfStages(window: Window): readonly WindowWarning[] {
  const shut = window.permits.create && !getPermits(window, window.opensAt).create;
  return shut ? [{ window, why: 'noFirstFiling' }] : [];
}

/**
 * Whether an act takes time from somebody: `was` is in force for them and open now, `is` will be in force then. Worked
 * cases at 12:00, open until 18:00: until 17:59, from 13:00 on, or no window: yes; until 18:30: no; a window that has
 * not opened yet: no, whatever becomes of it.
 */
export function takesTime(was: Window | null, is: Window | null, now: Date): boolean {
  if (was === null || findPhase(was, now) !== 'open') return false;
  if (is === null || findPhase(is, now) !== 'open') return true;
  const endOf = (window: Window, act: 'create' | 'edit') =>
    Math.max(findPermitEnd(window, act, now).getTime(), now.getTime());
  return (['create', 'edit'] as const).some((act) => endOf(is, act) < endOf(was, act));
}
