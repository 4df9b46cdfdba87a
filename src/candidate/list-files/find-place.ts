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

/** The 志愿 that a line names by its label, its label within a 志愿栏, or its number where there is one 志愿栏 alone. */
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
  const [section] = sections;
  if (section === undefined || sections.length > 1 || number === 0) return { fault: 'unknownPlace' };
  const { max } = section.slots;
  return number > max ? { fault: 'beyond', slot: number, max } : { place: { section, slot: number } };
}

const cutNote = (label: string) => label.replace(/[（(].*$/u, '');
