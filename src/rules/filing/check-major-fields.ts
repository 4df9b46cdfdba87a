import type { RulePack } from '../pack/rule-pack';
import { blockAt, type FilledSlot, placeField } from './choice-context';
import type { SlotChoice, Violation } from './choice-list';
import { isWellFormedCode } from './codes';

/** 1-based numbers of the filled 专业 that the layout has a field for. */
export function listFilledMajors({ section, choice }: FilledSlot): readonly number[] {
  const filled: number[] = [];
  choice.majors.forEach((code, index) => {
    if (code !== '' && index < section.majors.max) filled.push(index + 1);
  });
  return filled;
}

/** The code of 专业 or 岗位 number `major` (1-based); '' where there is none. */
export function getCodeAt(codes: readonly string[], major: number): string {
  return codes[major - 1] ?? '';
}

function checkCount(slot: FilledSlot): readonly Violation[] {
  const { max } = slot.section.majors;
  const excess = slot.choice.majors.findIndex((code, index) => index >= max && code !== '');
  return excess < 0 ? [] : [blockAt('tooManyMajors', placeField(slot, 'major', excess + 1), { max })];
}

function checkGaps(slot: FilledSlot, filled: readonly number[]): readonly Violation[] {
  const last = filled.at(-1) ?? 0;
  return Array.from({ length: last }, (_, index) => index + 1)
    .filter((major) => !filled.includes(major))
    .map((major) => blockAt('majorGap', placeField(slot, 'major', major), { filled: last }));
}

function checkShapes(slot: FilledSlot, filled: readonly number[], pack: RulePack): readonly Violation[] {
  const shape = pack.codes.major;
  return filled.flatMap((major) => {
    const code = getCodeAt(slot.choice.majors, major);
    if (isWellFormedCode(code, shape)) return [];
    return [blockAt('majorMalformed', placeField(slot, 'major', major), { code, length: shape.length })];
  });
}

function nameChoice(choice: SlotChoice, major: number): string {
  return `${getCodeAt(choice.majors, major)}/${getCodeAt(choice.posts, major)}`;
}

function checkRepetition(slot: FilledSlot, filled: readonly number[], pack: RulePack): readonly Violation[] {
  const { choice } = slot;
  const wellFormed = filled.filter((major) =>
    isWellFormedCode(getCodeAt(choice.majors, major), pack.codes.major),
  );
  return wellFormed.flatMap((major) => {
    const first = wellFormed.find((other) => nameChoice(choice, other) === nameChoice(choice, major));
    if (first === undefined || first === major) return [];
    const values = { code: getCodeAt(choice.majors, major), first };
    return [blockAt('majorRepeated', placeField(slot, 'major', major), values)];
  });
}

/**
 * What is wrong with the 专业 fields of a row whatever its institution is: too many, a gap before a filled
 * one (M2: contiguous from 专业1), a malformed code (M1), the same 专业 twice.
 */
export function checkMajorFields(slot: FilledSlot, pack: RulePack): readonly Violation[] {
  const filled = listFilledMajors(slot);
  return [
    ...checkCount(slot),
    ...checkGaps(slot, filled),
    ...checkShapes(slot, filled, pack),
    ...checkRepetition(slot, filled, pack),
  ];
}
