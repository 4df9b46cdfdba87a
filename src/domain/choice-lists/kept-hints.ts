import type { PlanScope } from '../enrolment-plan/plan-catalogue';
import type { Hint } from './hint';
import type { ChoicePlan } from './past-of-choice';

/** Codes whose names are kept of one plan: half of a province's. */
const MOST = 30_000;

/** By 院校代号, 专业组 and 专业代号; '' where that is not asked. */
type Hints = Map<string, Map<string, Map<string, Hint>>>;

/** Hints of one plan under one pack; the last scope asked for is found without a look at its words. */
interface KeptHints {
  readonly scopes: Map<string, Hints>;
  size: number;
  lastScope: PlanScope | null;
  lastHints: Hints;
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
function findScope(ofPlan: KeptHints, scope: PlanScope): Hints {
  if (ofPlan.lastScope === scope) return ofPlan.lastHints;
  const key = `${scope.batch}/${scope.track}/${scope.audience}`;
  const hints = ofPlan.scopes.get(key) ?? new Map();
  ofPlan.scopes.set(key, hints);
  ofPlan.lastScope = scope;
  ofPlan.lastHints = hints;
  return hints;
}

/** What is kept of an institution beside its majors, which are kept by their 专业组; no code has small letters. */
export const ITSELF = 'itself';
export const GROUPS = 'groups';

function find<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/**
 * What stands beside a code is the same for everybody who types it, as long as rule pack and plan are: the same object,
 * so that a view may keep what it made of it. Undefined where nothing is kept of it.
 * @param of `ITSELF`, `GROUPS`, or the 专业组 whose majors are meant, '' where there is none
 */
export function findHint(plan: ChoicePlan, institution: string, of: string, code: string): Hint | undefined {
  return findScope(findKept(plan), plan.scope).get(institution)?.get(of)?.get(code);
}

/** Keeps what was made of a code, under the same names. */
export function keepHint(
  plan: ChoicePlan,
  [institution, of, code]: readonly [institution: string, of: string, code: string],
  made: Hint,
): Hint {
  // What is wrong with a code is no part of the plan: whoever types at random fills nothing.
  if (made.kind !== 'name') return made;
  const ofPlan = findKept(plan);
  if (ofPlan.size >= MOST) {
    for (const one of ofPlan.scopes.values()) one.clear();
    ofPlan.size = 0;
  }
  const scope = findScope(ofPlan, plan.scope);
  const ofInstitution = find(scope, institution, () => new Map<string, Map<string, Hint>>());
  find(ofInstitution, of, () => new Map<string, Hint>()).set(code, made);
  ofPlan.size += 1;
  return made;
}

/** Sentences kept of one name; whoever types at random gets others. */
const MOST_WARNED = 50;
const warned = new WeakMap<Hint, Map<string, Hint>>();

/** A name with amber sentences beneath it: the same object for the same name and sentences. */
export function keepWarned(hint: Hint, warnings: readonly string[]): Hint {
  const ofHint = warned.get(hint) ?? new Map<string, Hint>();
  warned.set(hint, ofHint);
  const key = warnings.join('\n');
  if (ofHint.size >= MOST_WARNED && !ofHint.has(key)) ofHint.clear();
  return find(ofHint, key, () => ({ ...hint, warnings }));
}
