import type { PlanScope } from '../enrolment-plan/plan-catalogue';
import type { Hint } from './hint';
import type { ChoicePlan } from './past-of-choice';

/** Codes whose names are kept of one plan: half of a province's. */
const MOST = 30_000;

/** Hints of one plan under one pack; the last scope asked for is found without a look at its words. */
interface KeptHints {
  readonly scopes: Map<string, Map<string, Hint>>;
  size: number;
  lastScope: PlanScope | null;
  lastHints: Map<string, Hint>;
}

const kept = new WeakMap<object, WeakMap<object, KeptHints>>();

function findKept({ pack, catalogue }: ChoicePlan): KeptHints {
  const ofPlan = kept.get(catalogue) ?? new WeakMap<object, KeptHints>();
  const known = ofPlan.get(pack);
  if (known !== undefined) return known;
  const made = { scopes: new Map(), size: 0, lastScope: null, lastHints: new Map() };
  ofPlan.set(pack, made);
  kept.set(catalogue, ofPlan);
  return made;
}

/** A form asks for some sixty codes of one scope. */
function findScope(ofPlan: KeptHints, scope: PlanScope): Map<string, Hint> {
  if (ofPlan.lastScope === scope) return ofPlan.lastHints;
  const key = `${scope.batch}/${scope.track}/${scope.audience}`;
  const hints = ofPlan.scopes.get(key) ?? new Map<string, Hint>();
  ofPlan.scopes.set(key, hints);
  ofPlan.lastScope = scope;
  ofPlan.lastHints = hints;
  return hints;
}

/**
 * What stands beside a code is the same for everybody who types it, as long as rule pack and plan are: the same object,
 * so that a view may keep what it made of it.
 */
export function keepHint(plan: ChoicePlan, codes: string, make: () => Hint): Hint {
  const ofPlan = findKept(plan);
  const hints = findScope(ofPlan, plan.scope);
  const known = hints.get(codes);
  if (known !== undefined) return known;
  const made = make();
  // What is wrong with a code is no part of the plan: whoever types at random fills nothing.
  if (made.kind !== 'name') return made;
  if (ofPlan.size >= MOST) {
    for (const one of ofPlan.scopes.values()) one.clear();
    ofPlan.size = 0;
  }
  hints.set(codes, made);
  ofPlan.size += 1;
  return made;
}
