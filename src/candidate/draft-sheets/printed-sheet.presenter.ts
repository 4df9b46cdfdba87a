import type { presentSections } from '../../domain/choice-lists/form.presenter';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { Batch } from '../../rules/pack/rule-pack';

type Sections = ReturnType<typeof presentSections>;
type Field = Sections[number]['slots'][number]['fields'][number];

interface PrintedCode {
  readonly label: string;
  readonly code: string;
  /** What the plan says of the code: name, and city, fee and 备注 in small. */
  readonly name: string;
  readonly detail: string;
}

interface PrintedChoice {
  readonly title: string;
  readonly places: readonly PrintedCode[];
  readonly majors: readonly PrintedCode[];
  readonly adjustment: string;
}

interface PrintedSection {
  readonly label: string;
  readonly note: string;
  readonly hasMajors: boolean;
  readonly hasAdjustment: boolean;
  /** Up to the last that is filled. */
  readonly choices: readonly PrintedChoice[];
}

const isPlace = ({ kind }: Field) => kind === 'institution' || kind === 'group';

/** A 志愿草表 on paper, a line a choice as the 志愿表 has it. */
export function presentPrintedSheet(sections: Sections): readonly PrintedSection[] {
  return sections.map(({ label, note, slots }) => {
    const last = slots.findLastIndex(({ fields }) => fields.some(({ value }) => value !== ''));
    return {
      label,
      note,
      hasMajors: slots.some(({ fields }) => fields.some((field) => !isPlace(field))),
      hasAdjustment: slots.some(({ adjustment }) => adjustment !== null),
      choices: slots.slice(0, last + 1).map(({ title, fields, adjustment }) => ({
        title,
        places: fields.filter((field) => isPlace(field) && field.value !== '').map(presentCode),
        majors: fields.filter((field) => !isPlace(field) && field.value !== '').map(presentCode),
        adjustment: { agree: '同意', refuse: '不同意', none: '' }[adjustment?.value ?? 'none'],
      })),
    };
  });
}

function presentCode({ label, value, hint }: Field): PrintedCode {
  const isNamed = hint.kind === 'name';
  const detail = isNamed ? [hint.city, hint.detail].filter((word) => word !== '').join(' ') : '';
  return { label, code: value, name: isNamed ? hint.text : '', detail };
}

interface BlankSection {
  readonly label: string;
  readonly note: string;
  readonly headings: readonly string[];
  /** Few codes a choice: there is room to write their names. */
  readonly withNames: boolean;
  readonly hasAdjustment: boolean;
  readonly titles: readonly string[];
}

const CODES_WITH_NAMES = 3;

/** An empty 志愿草表 with every 志愿 of the batch, to be filled in by hand. */
export function presentBlankSheet(batch: Batch, sections: Sections): readonly BlankSection[] {
  return batch.sections.map((section, index) => {
    const fields = sections[index]?.slots[0]?.fields ?? [];
    return {
      label: section.label,
      note: section.note ?? '',
      headings: fields.map(({ label }) => label),
      withNames: fields.length <= CODES_WITH_NAMES,
      hasAdjustment: section.adjustment !== 'none',
      titles: section.slotLabels.slice(0, section.slots.max).map((_label, at) => slotTitle(section, at + 1)),
    };
  });
}
