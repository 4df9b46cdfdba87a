import { presentNamedCode } from '../../domain/choice-lists/saved.presenter';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { PlanCatalogue, PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { PlacedChoice, Placement } from './place-pasted-list';
import type { PastedChoice, PastedLine, PastedNames } from './read-pasted-list';

interface PastedRow {
  readonly title: string;
  /** What stands in the slot now and would be lost; '' where it is free. */
  readonly replaces: string;
  readonly notes: readonly string[];
}

/** Names of a scope as people write them: full width and blanks do not count, a name that two bear is none. */
export function createPastedNames(plan: PlanCatalogue, scope: PlanScope): PastedNames {
  const institutions = new Map<string, string>();
  for (const { code, name } of plan.listInstitutions(scope)) addName(institutions, name, code);
  const majors = new Map<string, ReadonlyMap<string, string>>();
  return {
    institutionOf: (name) => institutions.get(simplify(name)) ?? '',
    majorOf(institution, name) {
      const known = majors.get(institution) ?? listMajors(plan, scope, institution);
      majors.set(institution, known);
      return known.get(simplify(name)) ?? '';
    },
    isOnlyMajor(institution, name) {
      const entries = plan.listEntries(scope, institution);
      const isIt = (entry: PlanEntry) => entry.major === '' && simplify(entry.majorName) === simplify(name);
      return entries.length > 0 && entries.every(isIt);
    },
  };
}

function listMajors(plan: PlanCatalogue, scope: PlanScope, institution: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { major, majorName } of plan.listEntries(scope, institution)) addName(names, majorName, major);
  return names;
}

function addName(names: Map<string, string>, name: string, code: string): void {
  const key = simplify(name);
  names.set(key, (names.get(key) ?? code) === code ? code : '');
}

function simplify(name: string): string {
  return normaliseCode(name).replace(/\s/g, '');
}

/** What is to be minded of each choice before it is filled in. */
export function presentPlaced(plan: PlanCatalogue, placement: Placement): readonly PastedRow[] {
  return placement.placed.map((one) => ({
    title: slotTitle(one.place.section, one.place.slot),
    replaces: presentReplaced(plan, one),
    notes: presentNotes(one),
  }));
}

/** Whether the same codes stand there already. */
function isSame(old: SlotChoice, pasted: PastedChoice): boolean {
  const majors = old.majors.map(normaliseCode).filter((major) => major !== '');
  return (
    normaliseCode(old.institution) === pasted.institution &&
    normaliseCode(old.group) === pasted.group &&
    majors.join(' ') === pasted.majors.join(' ')
  );
}

function presentReplaced(plan: PlanCatalogue, { replaces, pasted }: PlacedChoice): string {
  if (replaces === null || isSame(replaces, pasted)) return '';
  const code = normaliseCode(replaces.institution);
  const name = presentNamedCode(code === '' ? null : { code, name: plan.findInstitution(code)?.name ?? '' });
  const majors = replaces.majors.filter((major) => major.trim() !== '');
  return [
    name,
    ...(replaces.group === '' ? [] : [`专业组${replaces.group}`]),
    ...(majors.length === 0 ? [] : [`专业${majors.join('、')}`]),
  ].join(' ');
}

function presentNotes({ pasted, majorsTooMany, place }: PlacedChoice): readonly string[] {
  const { max } = place.section.majors;
  return [
    ...(majorsTooMany.length === 0
      ? []
      : [`每个志愿最多填写${max}个专业，没有填入${majorsTooMany.join('、')}`]),
    ...(pasted.unread.length === 0 ? [] : [`没有识别“${pasted.unread.join(' ')}”，请改填代号`]),
  ];
}

/** Lines that fill nothing, and why. */
export function presentLeftOut(placement: Placement, skipped: readonly PastedLine[]): readonly string[] {
  return [
    ...placement.tooMany.map(({ line, text }) => `第${line}行“${text}”：志愿已填满，没有位置，不会填入。`),
    ...skipped.map(({ line, text }) => `第${line}行“${text}”：没有院校代号或本批次的院校名称，不会填入。`),
  ];
}
