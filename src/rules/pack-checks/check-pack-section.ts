import { listUnknownFacts } from '../pack/known-facts';
import { checkKnown, listConditionFaults, listUnknown, type PackFault } from '../pack/pack-faults';
import type { RulePack, Section, UniqueBy } from '../pack/rule-pack';

function checkCounts(path: string, section: Section): readonly PackFault[] {
  const faults: PackFault[] = [];
  if (section.slotLabels.length !== section.slots.max) {
    faults.push({ path: `${path}.slotLabels`, code: 'slotLabelsCount', value: section.slotLabels.length });
  }
  const doubled = section.slotLabels.find((label, index) => section.slotLabels.indexOf(label) !== index);
  if (doubled !== undefined) {
    faults.push({ path: `${path}.slotLabels`, code: 'slotLabelsDoubled', value: doubled });
  }
  for (const key of ['slots', 'majors'] as const) {
    const { min, max } = section[key];
    if (min > max) faults.push({ path: `${path}.${key}.min`, code: 'minAboveMax', value: min });
  }
  return faults;
}

function checkUnit(path: string, section: Section, codes: RulePack['codes']): readonly PackFault[] {
  const { unit, majors } = section;
  const at = { path: `${path}.unit`, value: unit };
  const faults: PackFault[] = [];
  if (unit === 'school' && majors.max > 0) faults.push({ ...at, code: 'unitWithMajors' });
  if (unit !== 'school' && majors.max === 0) faults.push({ ...at, code: 'unitWithoutMajors' });
  const shapeless =
    (unit === 'school+group' && codes.group === undefined) ||
    (unit === 'school+major+post' && codes.post === undefined);
  if (shapeless) faults.push({ ...at, code: 'unitWithoutShape' });
  if (section.combinedCode === true && unit !== 'school+group') {
    faults.push({ path: `${path}.combinedCode`, code: 'combinedCodeWithoutGroup', value: unit });
  }
  return faults;
}

const NEEDS: Readonly<Record<UniqueBy, (section: Section) => boolean>> = {
  institution: () => true,
  'institution+category': () => true,
  'institution+group': ({ unit }) => unit === 'school+group',
  'institution+major': ({ majors }) => majors.max > 0,
  'institution+major+post': ({ unit }) => unit === 'school+major+post',
};

function checkSlotRules(path: string, section: Section, pack: RulePack): readonly PackFault[] {
  return section.slotRules.flatMap((rule, index) => {
    const at = `${path}.slotRules.${index}`;
    const outside = rule.onlySlots.filter((slot) => slot > section.slots.max);
    return [
      ...(rule.planType === undefined ? [] : checkKnown(`${at}.planType`, rule.planType, pack.planTypes)),
      ...outside.map((slot): PackFault => ({ path: `${at}.onlySlots`, code: 'slotOutOfRange', value: slot })),
    ];
  });
}

/** Inconsistencies of one section: counts, unit against fields and code shapes, slot rules, conditions. */
export function listSectionFaults(path: string, section: Section, pack: RulePack): readonly PackFault[] {
  const unique = NEEDS[section.uniqueBy](section);
  return [
    ...checkCounts(path, section),
    ...checkUnit(path, section, pack.codes),
    ...(unique
      ? []
      : [{ path: `${path}.uniqueBy`, code: 'uniqueByNotInUnit', value: section.uniqueBy } as const]),
    ...listUnknown(`${path}.planTypes`, section.planTypes, pack.planTypes),
    ...checkSlotRules(path, section, pack),
    ...listConditionFaults(`${path}.eligibility`, section.eligibility),
    ...listUnknownFacts(`${path}.eligibility`, section.eligibility),
  ];
}
