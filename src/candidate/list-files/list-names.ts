import type { PlanCatalogue, PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import { findChosenEntry } from '../../domain/enrolment-plan/plan-entry';
import { nameGroup } from '../../domain/enrolment-plan/plan-group.presenter';
import { foldText } from './list-columns';

/** What the plan says of a name that stands beside a code. */
export interface NameFinding {
  /** `other`: it belongs to another code; `different`: nobody bears it so. */
  readonly kind: 'other' | 'different';
  /** The name that belongs to the code. */
  readonly known: string;
  /** The code to which the name belongs, where there is one. */
  readonly code: string;
}

/** Compares names of a file with this year's plan. */
export interface ListNames {
  /** Null where they agree, or the plan knows nothing of the code. */
  institution(code: string, name: string): NameFinding | null;
  group(institution: string, code: string, name: string): NameFinding | null;
  major(institution: string, group: string, code: string, name: string): NameFinding | null;
  /** The code of an institution by its name; '' where none or several bear it. */
  codeOf(name: string): string;
}

/** Names and codes of one kind; a name that several bear belongs to none. */
function collect(pairs: Iterable<readonly [code: string, name: string]>): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const [code, name] of pairs) {
    const key = foldText(name);
    codes.set(key, (codes.get(key) ?? code) === code ? code : '');
  }
  return codes;
}

function compare(
  code: string,
  known: string,
  given: string,
  owners: ReadonlyMap<string, string>,
): NameFinding | null {
  const key = foldText(given);
  const owner = owners.get(key) ?? '';
  if (key === '' || key === foldText(known)) return null;
  if (owner !== '' && owner !== code) return { kind: 'other', known, code: owner };
  return known === '' ? null : { kind: 'different', known, code: '' };
}

export function createListNames(plan: PlanCatalogue, scope: PlanScope): ListNames {
  const institutions = collect(plan.listInstitutions(scope).map(({ code, name }) => [code, name]));
  const entriesOf = (institution: string) => plan.listEntries(scope, institution);
  const nameOfGroup = (institution: string, code: string) => {
    const group = plan.viewOf(scope).findGroup(institution, code);
    return group === null ? '' : nameGroup(group);
  };
  return {
    codeOf: (name) => institutions.get(foldText(name)) ?? '',
    institution: (code, name) => compare(code, plan.findInstitution(code)?.name ?? '', name, institutions),
    group(institution, code, name) {
      const codes = new Set(entriesOf(institution).map(({ group }) => group));
      const owners = collect([...codes].map((one) => [one, nameOfGroup(institution, one)]));
      return compare(code, nameOfGroup(institution, code), name, owners);
    },
    major(institution, group, code, name) {
      const entries = entriesOf(institution).filter((entry) => group === '' || entry.group === group);
      const owners = collect(entries.map(({ major, majorName }) => [major, majorName]));
      return compare(code, findChosenEntry(entries, group, code)?.majorName ?? '', name, owners);
    },
  };
}
