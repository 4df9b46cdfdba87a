import type { SchoolCap, Section } from '../pack/rule-pack';
import { blockAt, type ChoiceContext, listFilledSlots, placeField } from './choice-context';
import type { Violation } from './choice-list';

function checkSection({ choices }: ChoiceContext, section: Section, cap: SchoolCap): readonly Violation[] {
  const slots = listFilledSlots(choices, section).filter(({ choice }) => choice.institution !== '');
  const schools = [...new Set(slots.map(({ choice }) => choice.institution))];
  const allowed = schools.slice(0, cap.schoolsPerParallelSection);
  return slots
    .filter(({ choice }) => !allowed.includes(choice.institution))
    .map((slot) => {
      const values = { max: cap.schoolsPerParallelSection };
      return blockAt('schoolCap', placeField(slot, 'institution'), values, cap.message);
    });
}

/**
 * How many schools a candidate under a cap may name in each parallel section (M20: a defaulter of last year,
 * 2). Sequential sections are not counted; the same school twice counts once.
 *
 * Worked cases for a cap of 2: 平行志愿1–2 are right and 平行志愿3 is refused; 第一志愿 with 平行志愿1–2 is right.
 */
export function checkSchoolCap(context: ChoiceContext): readonly Violation[] {
  const caps = context.pack.schoolCaps.filter(({ fact }) => context.facts[fact] === true);
  const sections = context.batch.sections.filter(({ mode }) => mode === 'parallel');
  return caps.flatMap((cap) => sections.flatMap((section) => checkSection(context, section, cap)));
}
