import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch, Section } from '../../rules/pack/rule-pack';
import type { PastedChoice } from './read-pasted-list';

interface SlotPlace {
  readonly section: Section;
  /** 1-based. */
  readonly slot: number;
}

export interface PlacedChoice {
  readonly place: SlotPlace;
  readonly pasted: PastedChoice;
  /** What stands there now; null where nothing was typed. */
  readonly replaces: SlotChoice | null;
  /** 专业 beyond what a choice takes. */
  readonly majorsTooMany: readonly string[];
}

export interface Placement {
  readonly choices: ChoiceList;
  readonly placed: readonly PlacedChoice[];
  /** Choices beyond the last slot. */
  readonly tooMany: readonly PastedChoice[];
}

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

/** Puts pasted choices into the slots of a batch in their order, beginning with `first` (parallel-3), else the first. */
export function placePastedList(
  batch: Batch,
  choices: ChoiceList,
  pasted: readonly PastedChoice[],
  first: string,
): Placement {
  const all = batch.sections.flatMap((section) =>
    Array.from({ length: section.slots.max }, (_none, index): SlotPlace => ({ section, slot: index + 1 })),
  );
  const start = all.findIndex(({ section, slot }) => `${section.code}-${slot}` === first);
  const places = all.slice(Math.max(start, 0));
  const placed = pasted.slice(0, places.length).flatMap((one, index): PlacedChoice[] => {
    const place = places[index];
    if (place === undefined) return [];
    const old = choices[place.section.code]?.[place.slot - 1] ?? EMPTY;
    return [
      {
        place,
        pasted: one,
        replaces: isSlotEmpty(old) ? null : old,
        majorsTooMany: one.majors.slice(place.section.majors.max),
      },
    ];
  });
  return {
    choices: placed.reduce(putInto, choices),
    placed,
    tooMany: pasted.slice(places.length),
  };
}

function putInto(choices: ChoiceList, { place, pasted }: PlacedChoice): ChoiceList {
  const { section, slot } = place;
  const before = choices[section.code] ?? [];
  const choice: SlotChoice = {
    institution: pasted.institution,
    group: section.unit === 'school+group' ? pasted.group : '',
    majors: pasted.majors.slice(0, section.majors.max),
    posts: [],
    adjustment: section.adjustment === 'none' ? null : pasted.adjustment,
  };
  const slots = Array.from({ length: Math.max(before.length, slot) }, (_none, index) =>
    index === slot - 1 ? choice : (before[index] ?? EMPTY),
  );
  return { ...choices, [section.code]: slots };
}
