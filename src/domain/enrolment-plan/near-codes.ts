import type { PlanInstitution } from '../../rules/filing/choice-list';
import type { PlanRows, PlanScope } from './plan-catalogue';
import type { PlanEntry } from './plan-entry';

/** Why another 院校代号, or another 专业组 of the same institution, may be the one that was meant. */
export interface NearCode {
  readonly kind: 'majorsStandThere' | 'majorsStandInGroup' | 'sameUniversity';
  readonly institution: PlanInstitution;
  /** The other 专业组; '' where another institution is meant. */
  readonly group: string;
}

/**
 * Other codes worth telling of (domain §3): the typed 专业代号 do not all exist here but do at a code one digit or
 * one swap away, or the same university stands in this batch under another code. Nothing for the rest: nearly
 * every code has a neighbour, and a blanket warning would be noise. Where a 专业组 is typed, the 专业 are looked for in
 * it, in the other groups of the institution, and in a group of that code at other institutions.
 */
export function listNearCodes(
  catalogue: PlanRows,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
  group = '',
): readonly NearCode[] {
  const entries = catalogue.listEntries(scope, institution);
  const here = majorCodes(entries, group);
  const typed = majors.filter((major) => major !== '');
  const missing = typed.length > 0 && !typed.every((major) => here.has(major));
  const twins = listTwins(catalogue, scope, institution, entries);
  // All others are looked at only where something is missing: a form asks for each of its choices.
  const inGroups = missing && group !== '' ? listGroupsWith(catalogue, scope, institution, typed) : [];
  if (inGroups.length > 0) return inGroups;
  return (missing ? catalogue.listInstitutions(scope) : twins).flatMap((other): NearCode[] => {
    if (other.code === institution) return [];
    if (
      missing &&
      isOneSlipAway(institution, other.code) &&
      standsAt(catalogue, scope, other.code, typed, group)
    )
      return [{ kind: 'majorsStandThere', institution: other, group: '' }];
    return twins.includes(other) ? [{ kind: 'sameUniversity', institution: other, group: '' }] : [];
  });
}

/** Groups of the institution in which all typed majors stand. */
function listGroupsWith(
  catalogue: PlanRows,
  scope: PlanScope,
  code: string,
  typed: readonly string[],
): readonly NearCode[] {
  const institution = catalogue.findInstitution(code);
  if (institution === null) return [];
  const groups = [...new Set(catalogue.listEntries(scope, code).map(({ group }) => group))];
  return groups
    .filter((group) => standsAt(catalogue, scope, code, typed, group))
    .map((group) => ({ kind: 'majorsStandInGroup', institution, group }));
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
  group: string,
): boolean {
  const there = majorCodes(catalogue.listEntries(scope, institution), group);
  return majors.every((major) => there.has(major));
}

/** 专业代号 of a group of an institution, of the whole institution where no group was typed. */
function majorCodes(entries: readonly PlanEntry[], group: string): ReadonlySet<string> {
  const known = codesOf.get(entries) ?? new Map<string, ReadonlySet<string>>();
  codesOf.set(entries, known);
  const codes =
    known.get(group) ??
    new Set(entries.filter((entry) => group === '' || entry.group === group).map(({ major }) => major));
  known.set(group, codes);
  return codes;
}

/** By the rows of an institution in one scope, which the catalogue keeps, and by 专业组: a form asks for each choice. */
const codesOf = new WeakMap<readonly PlanEntry[], Map<string, ReadonlySet<string>>>();

/** By the rows of an institution likewise: the codes of its university, itself among them. */
const twinsOf = new WeakMap<readonly PlanEntry[], readonly PlanInstitution[]>();

function listTwins(
  catalogue: PlanRows,
  scope: PlanScope,
  institution: string,
  entries: readonly PlanEntry[],
): readonly PlanInstitution[] {
  if (entries.length === 0) return [];
  const twins = twinsOf.get(entries) ?? catalogue.listSameUniversity(scope, institution);
  twinsOf.set(entries, twins);
  return twins;
}
