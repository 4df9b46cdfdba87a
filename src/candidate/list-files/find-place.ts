import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { Batch, Section } from '../../rules/pack/rule-pack';
import { foldText } from './list-columns';

/** A 志愿 of a batch; `slot` is 1-based. */
export interface ListPlace {
  readonly section: Section;
  readonly slot: number;
}

type Found =
  | { readonly place: ListPlace }
  | { readonly fault: 'noPlace' | 'unknownPlace' }
  | { readonly fault: 'beyond'; readonly slot: number; readonly max: number };

/** 3, 志愿3, 第3志愿, 平行志愿3, 院校专业组3. */
const NUMBER = /^第?(?:平行志愿|院校专业组|专业组|志愿)?0*([1-9]\d{0,3})(?:个?志愿)?$/;

/** Every 志愿 of a batch in its order. */
export function listPlaces({ sections }: Batch): readonly ListPlace[] {
  return sections.flatMap((section) =>
    Array.from({ length: section.slots.max }, (_none, index) => ({ section, slot: index + 1 })),
  );
}

/**
 * The 志愿栏 whose 志愿 are meant by their numbers: the only one, or the first where each behind it has one 志愿. A number is
 * the same there whether it is counted in the 志愿栏 or over the whole batch.
 */
function findNumbered([first, ...others]: readonly Section[]): Section | null {
  if (first === undefined) return null;
  const isAlone = others.length === 0;
  return isAlone || (first.slots.max > 1 && others.every(({ slots }) => slots.max === 1)) ? first : null;
}

/** The 志愿 that a line names by its label, its label within a 志愿栏, or its number. */
export function findPlace(batch: Batch, sectionText: string, slotText: string): Found {
  const within = foldText(sectionText);
  const name = foldText(slotText);
  const sections = batch.sections.filter(
    ({ label }) => within === '' || foldText(label) === within || foldText(cutNote(label)) === within,
  );
  if (name === '') return { fault: 'noPlace' };
  const named = listPlaces({ ...batch, sections }).filter(
    ({ section, slot }) =>
      foldText(section.slotLabels[slot - 1] ?? '') === name || foldText(slotTitle(section, slot)) === name,
  );
  const [place] = named;
  if (place !== undefined && named.length === 1) return { place };
  const number = Number(NUMBER.exec(name)?.[1] ?? 0);
  const section = findNumbered(sections);
  if (section === null || number === 0) return { fault: 'unknownPlace' };
  const { max } = section.slots;
  return number > max ? { fault: 'beyond', slot: number, max } : { place: { section, slot: number } };
}

const cutNote = (label: string) => label.replace(/[（(].*$/u, '');
