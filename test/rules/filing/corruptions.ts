import type { SlotChoice, ViolationCode } from '../../../src/rules/filing/choice-list';
import type { RulePack, Section } from '../../../src/rules/pack/rule-pack';
import { getSpecialMajors } from './valid-lists';

/** One field of a slot made wrong, and what must be said of it there. */
export interface Corruption {
  readonly slot: SlotChoice;
  readonly field: string;
  readonly code: ViolationCode;
}

function putMajor(slot: SlotChoice, index: number, code: string): SlotChoice {
  return { ...slot, majors: slot.majors.map((major, at) => (at === index ? code : major)) };
}

function corruptCodes(slot: SlotChoice, section: Section): Corruption[] {
  const field = section.combinedCode === true ? 'institution' : 'group';
  const unknown = slot.institution.replace(/./g, '9');
  const found: Corruption[] = [
    { slot: { ...slot, institution: unknown }, field: 'institution', code: 'institutionUnknown' },
    {
      slot: { ...slot, institution: `${slot.institution}0` },
      field: 'institution',
      code: 'institutionMalformed',
    },
  ];
  if (slot.group === '') return found;
  return [...found, { slot: { ...slot, group: slot.group.replace(/./g, '9') }, field, code: 'groupUnknown' }];
}

/** What can be wrong with 专业 number `index` (from 0) of a row that has `filled` of them. */
function corruptMajor(slot: SlotChoice, index: number, filled: number, pack: RulePack): Corruption[] {
  const field = `major${index + 1}`;
  const { foreign, refused } = getSpecialMajors(pack);
  const found: Corruption[] = [
    { slot: putMajor(slot, index, '9'.repeat(pack.codes.major.length)), field, code: 'majorUnknown' },
    { slot: putMajor(slot, index, '9'), field, code: 'majorMalformed' },
    { slot: putMajor(slot, index, foreign), field, code: 'planTypeNotHere' },
    { slot: putMajor(slot, index, refused), field, code: 'notEligible' },
  ];
  if (index > 0) {
    found.push({ slot: putMajor(slot, index, slot.majors[0] ?? ''), field, code: 'majorRepeated' });
  }
  if (index < filled - 1) found.push({ slot: putMajor(slot, index, ''), field, code: 'majorGap' });
  return found;
}

/** What can be wrong with the 专业 of a row as a whole. */
function corruptMajors(slot: SlotChoice, filled: number): Corruption[] {
  if (filled === 0) return [];
  const missing = { ...slot, institution: '', group: '' };
  const many = { ...slot, majors: [...slot.majors, '01'] };
  const found: Corruption[] = [
    { slot: missing, field: 'institution', code: 'institutionMissing' },
    { slot: many, field: `major${many.majors.length}`, code: 'tooManyMajors' },
  ];
  if (filled === 1) found.push({ slot: { ...slot, majors: [] }, field: 'major1', code: 'majorMissing' });
  return found;
}

/** Every way in which one field of a right slot can be wrong by itself. */
export function listCorruptions(slot: SlotChoice, section: Section, pack: RulePack): Corruption[] {
  const filled = slot.majors.filter((code) => code !== '').length;
  const adjusted: Corruption =
    section.adjustment === 'none'
      ? { slot: { ...slot, adjustment: 'agree' }, field: 'adjustment', code: 'adjustmentUnexpected' }
      : { slot: { ...slot, adjustment: null }, field: 'adjustment', code: 'adjustmentMissing' };
  return [
    ...corruptCodes(slot, section),
    ...Array.from({ length: filled }, (_, index) => corruptMajor(slot, index, filled, pack)).flat(),
    ...corruptMajors(slot, filled),
    adjusted,
  ];
}
