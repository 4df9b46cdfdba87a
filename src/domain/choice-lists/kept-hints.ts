import type { Hint } from './hint';
import type { ChoicePlan } from './past-of-choice';

/** Codes whose names are kept of one plan: half of a province's. */
const MOST = 30_000;

const kept = new WeakMap<object, WeakMap<object, Map<string, Hint>>>();

/**
 * What stands beside a code is the same for everybody who types it, as long as rule pack and plan are: the same object,
 * so that a view may keep what it made of it.
 */
export function keepHint(plan: ChoicePlan, codes: readonly string[], make: () => Hint): Hint {
  const { pack, catalogue, scope } = plan;
  const ofPlan = kept.get(catalogue) ?? new WeakMap<object, Map<string, Hint>>();
  kept.set(catalogue, ofPlan);
  const hints = ofPlan.get(pack) ?? new Map<string, Hint>();
  ofPlan.set(pack, hints);
  const key = `${scope.batch}/${scope.track}/${scope.audience}/${codes.join('/')}`;
  const known = hints.get(key);
  if (known !== undefined) return known;
  const made = make();
  // What is wrong with a code is no part of the plan: whoever types at random fills nothing.
  if (made.kind !== 'name') return made;
  if (hints.size >= MOST) hints.clear();
  hints.set(key, made);
  return made;
}
