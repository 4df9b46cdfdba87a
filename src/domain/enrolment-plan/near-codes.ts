import type { PlanInstitution } from '../../rules/filing/choice-list';
import type { PlanCatalogue, PlanScope } from './plan-catalogue';

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
  catalogue: PlanCatalogue,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
): readonly NearCode[] {
  const here = majorCodes(catalogue, scope, institution);
  const typed = majors.filter((major) => major !== '');
  const missing = typed.length > 0 && !typed.every((major) => here.has(major));
  const found: NearCode[] = [];
  const own = catalogue.findInstitution(institution);
  for (const other of catalogue.listInstitutions(scope)) {
    if (other.code === institution) continue;
    if (missing && isOneSlipAway(institution, other.code) && standsAt(catalogue, scope, other.code, typed)) {
      found.push({ kind: 'majorsStandThere', institution: other });
    } else if (own !== null && here.size > 0 && universityName(own.name) === universityName(other.name)) {
      found.push({ kind: 'sameUniversity', institution: other });
    }
  }
  return found;
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

/** 郑州大学(软件类) and 郑州大学 are one university. */
function universityName(name: string): string {
  return name.replace(/[（(［[].*$/u, '');
}

function standsAt(
  catalogue: PlanCatalogue,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
): boolean {
  const there = majorCodes(catalogue, scope, institution);
  return majors.every((major) => there.has(major));
}

function majorCodes(catalogue: PlanCatalogue, scope: PlanScope, institution: string): ReadonlySet<string> {
  return new Set(catalogue.listEntries(scope, institution).map((entry) => entry.major));
}
