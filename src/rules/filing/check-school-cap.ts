import type { Cap } from '../pack/caps';
import type { Batch, CandidateFacts, RulePack, Section } from '../pack/rule-pack';
import { blockAt, type ChoiceContext, type FilledSlot, listFilledSlots, placeField } from './choice-context';
import type { ChoiceList, Violation } from './choice-list';

/** A cap with the section it is counted in. */
interface CappedSection {
  readonly cap: Cap;
  readonly section: Section;
}

/** The caps that concern a candidate in a batch, each with every section it is counted in. */
function listCappedSections(
  { schoolCaps, caps = [] }: Pick<RulePack, 'schoolCaps' | 'caps'>,
  batch: Batch,
  facts: CandidateFacts,
): readonly CappedSection[] {
  const parallel = batch.sections.filter(({ mode }) => mode === 'parallel').map(({ code }) => code);
  const earlier = schoolCaps.map(
    ({ fact, schoolsPerParallelSection: max, message }): Cap => ({
      ...{ fact, sections: parallel, counts: 'schools', max, message },
    }),
  );
  return [...earlier, ...caps]
    .filter(({ fact }) => fact === null || facts[fact] === true)
    .filter(({ batches }) => batches === undefined || batches.includes(batch.code))
    .flatMap((cap) =>
      batch.sections
        .filter(({ code }) => cap.sections === undefined || cap.sections.includes(code))
        .map((section) => ({ cap, section })),
    );
}

/** The filled slots of a section that are beyond a cap. */
function listSlotsBeyond({ cap, section }: CappedSection, choices: ChoiceList): readonly FilledSlot[] {
  const slots = listFilledSlots(choices, section);
  if (cap.counts === 'slots') return slots.slice(cap.max);
  const named = slots.filter(({ choice }) => choice.institution !== '');
  const schools = [...new Set(named.map(({ choice }) => choice.institution))];
  const allowed = schools.slice(0, cap.max);
  return named.filter(({ choice }) => !allowed.includes(choice.institution));
}

/**
 * How many schools or slots a candidate may name in a section: in 2021 a defaulter of last year 2 schools in each
 * parallel section (M20), since the groups 24 slots in 普通本科批; everybody one school in 行业类. The same school twice
 * counts once.
 *
 * Worked cases for 2 schools: 平行志愿1–2 are right and 平行志愿3 is refused; 第一志愿 with 平行志愿1–2 is right. For 24
 * slots: slot 24 is right, slot 25 is refused, whatever its school.
 */
export function checkSchoolCap({ pack, batch, facts, choices }: ChoiceContext): readonly Violation[] {
  return listCappedSections(pack, batch, facts).flatMap((capped) =>
    listSlotsBeyond(capped, choices).map((slot) => {
      const { fact, max, message } = capped.cap;
      const code = fact === null ? 'sectionCap' : 'schoolCap';
      return blockAt(code, placeField(slot, 'institution'), { max }, message);
    }),
  );
}

/** The sentence of the first cap that a list goes beyond; null where it goes beyond none. */
export function findExceededCap(
  pack: Pick<RulePack, 'schoolCaps' | 'caps'>,
  batch: Batch,
  facts: CandidateFacts,
  choices: ChoiceList,
): string | null {
  const exceeded = listCappedSections(pack, batch, facts).find(
    (capped) => listSlotsBeyond(capped, choices).length > 0,
  );
  return exceeded?.cap.message ?? null;
}
