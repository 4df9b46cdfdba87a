import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { Batch } from '../../rules/pack/rule-pack';
import { type ListPlace, listPlaces } from './find-place';
import { isBlankChoice, type ReadLine } from './read-list-lines';

interface PlacedLine {
  readonly line: ReadLine;
  readonly place: ListPlace;
  readonly choice: SlotChoice;
  /** What stands there now and would be lost; null where nothing does, or the same. */
  readonly replaces: SlotChoice | null;
  readonly isSame: boolean;
}

export interface ListPlacement {
  /** The whole list as it would be. */
  readonly choices: ChoiceList;
  /** Lines with a choice, in the order of their places. */
  readonly filled: readonly PlacedLine[];
  /** Empty lines where something stands now. */
  readonly cleared: readonly PlacedLine[];
  /** Lines that fill nothing. */
  readonly leftOut: readonly ReadLine[];
  /** Places that are filled now and stay so: the file has no line for them, or none that is understood. */
  readonly kept: readonly ListPlace[];
}

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

/** Puts the lines of a file into their places; every place that no line names stays as it is. */
export function placeList(batch: Batch, choices: ChoiceList, lines: readonly ReadLine[]): ListPlacement {
  const byPlace = new Map(
    lines.flatMap((line): [string, ReadLine][] =>
      line.place === null || line.choice === null ? [] : [[keyOf(line.place), line]],
    ),
  );
  const filled: PlacedLine[] = [];
  const cleared: PlacedLine[] = [];
  const kept: ListPlace[] = [];
  let placed: ChoiceList = choices;
  for (const place of listPlaces(batch)) {
    const old = choices[place.section.code]?.[place.slot - 1] ?? EMPTY;
    const line = byPlace.get(keyOf(place));
    if (line === undefined || line.choice === null) {
      if (!isBlankChoice(old)) kept.push(place);
      continue;
    }
    const { choice } = line;
    const isSame = isSameChoice(old, choice);
    const one = { line, place, choice, isSame, replaces: isSame || isBlankChoice(old) ? null : old };
    if (!isBlankChoice(choice)) filled.push(one);
    else if (!isBlankChoice(old)) cleared.push(one);
    placed = putChoice(placed, place, choice);
  }
  return { choices: placed, filled, cleared, leftOut: lines.filter(({ choice }) => choice === null), kept };
}

const keyOf = ({ section, slot }: ListPlace) => `${section.code}-${slot}`;

function isSameChoice(one: SlotChoice, other: SlotChoice): boolean {
  const codes = ({ institution, group, majors, posts, adjustment }: SlotChoice) =>
    [institution, group, trim(majors), trim(posts), adjustment ?? ''].join('/');
  return codes(normalise(one)) === codes(normalise(other));
}

const normalise = (choice: SlotChoice): SlotChoice => ({
  institution: normaliseCode(choice.institution),
  group: normaliseCode(choice.group),
  majors: choice.majors.map(normaliseCode),
  posts: choice.posts.map(normaliseCode),
  adjustment: choice.adjustment,
});

const trim = (codes: readonly string[]) => codes.join(',').replace(/,+$/, '');

function putChoice(choices: ChoiceList, { section, slot }: ListPlace, choice: SlotChoice): ChoiceList {
  const before = choices[section.code] ?? [];
  if (before[slot - 1] === undefined && isBlankChoice(choice)) return choices;
  const slots = Array.from({ length: Math.max(before.length, slot) }, (_none, index) =>
    index === slot - 1 ? choice : (before[index] ?? EMPTY),
  );
  return { ...choices, [section.code]: slots };
}
