import type { PlanInstitution } from '../../rules/filing/choice-list';
import type { PlanRows, PlanScope } from './plan-catalogue';

/** Why another 院校代号 may be the one that was meant. */
export interface NearCode {
  readonly kind: 'majorsStandThere' | 'sameUniversity';
  readonly institution: PlanInstitution;
}

/**
 * Other codes worth telling of (domain §3): the typed 专业代号 do not all exist here but do at a code one digit or
 * one swap away, or the same university stands in this batch under another code. Nothing for the rest: nearly
 * every code has a neighbour, and a blanket warning would be noise.
 */
export function listNearCodes(
  catalogue: PlanRows,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
): readonly NearCode[] {
  const here = majorCodes(catalogue, scope, institution);
  const typed = majors.filter((major) => major !== '');
  const missing = typed.length > 0 && !typed.every((major) => here.has(major));
  const twins = here.size > 0 ? catalogue.listSameUniversity(scope, institution) : [];
  // All others are looked at only where something is missing: a form asks for each of its choices.
  return (missing ? catalogue.listInstitutions(scope) : twins).flatMap((other): NearCode[] => {
    if (other.code === institution) return [];
    if (missing && isOneSlipAway(institution, other.code) && standsAt(catalogue, scope, other.code, typed))
      return [{ kind: 'majorsStandThere', institution: other }];
    return twins.includes(other) ? [{ kind: 'sameUniversity', institution: other }] : [];
  });
}

/** One digit changed, or two neighbouring digits swapped. */
function isOneSlipAway(one: string, other: string): boolean {
  if (one.length !== other.length || one === other) return false;
  const differing = [...one].flatMap((digit, at) => (digit === other[at] ? [] : [at]));
  if (differing.length === 1) return true;
  const [first = 0, second = 0] = differing;
  return (
    differing.length === 2 &&
    second === first + 1 &&
    one[first] === other[second] &&
    one[second] === other[first]
  );
}

function standsAt(
  catalogue: PlanRows,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
): boolean {
  const there = majorCodes(catalogue, scope, institution);
  return majors.every((major) => there.has(major));
}

function majorCodes(catalogue: PlanRows, scope: PlanScope, institution: string): ReadonlySet<string> {
  return new Set(catalogue.listEntries(scope, institution).map((entry) => entry.major));
}
