import type { RulePack } from '../pack/rule-pack';
import { getCodeAt } from './check-major-fields';
import { blockAt, type FilledSlot, placeField } from './choice-context';
import type { PlanRow, Violation, ViolationCode } from './choice-list';
import { isWellFormedCode } from './codes';

/** Narrows the rows of one 专业 to its 岗位 where the section asks for one. */
export function checkPost(
  slot: FilledSlot,
  major: number,
  rows: readonly PlanRow[],
  pack: RulePack,
): { readonly rows: readonly PlanRow[]; readonly violations: readonly Violation[] } {
  const shape = pack.codes.post;
  if (slot.section.unit !== 'school+major+post' || shape === undefined) return { rows, violations: [] };
  const code = getCodeAt(slot.choice.posts, major);
  const refuse = (violation: ViolationCode) => {
    const values = { code, length: shape.length };
    return { rows: [], violations: [blockAt(violation, placeField(slot, 'post', major), values)] };
  };
  if (code === '') return refuse('postMissing');
  if (!isWellFormedCode(code, shape)) return refuse('postMalformed');
  const posted = rows.filter((row) => row.post === code);
  return posted.length === 0 ? refuse('postUnknown') : { rows: posted, violations: [] };
}

/** 岗位 behind the last 专业, or in a layout that has none. (A gap between 专业 is told by itself.) */
export function checkStrayPosts(slot: FilledSlot): readonly Violation[] {
  const { choice, section } = slot;
  return choice.posts.flatMap((code, index) => {
    const major = index + 1;
    if (code === '') return [];
    if (section.unit !== 'school+major+post' || major > section.majors.max) {
      return [blockAt('postUnknown', placeField(slot, 'post', major), { code })];
    }
    if (choice.majors.findLastIndex((filled) => filled !== '') >= index) return [];
    return [blockAt('majorMissing', placeField(slot, 'major', major), { min: section.majors.min })];
  });
}
