import type { SavedBody, SavedSlot } from '../../../src/domain/choice-lists/canonical-body';
import { countFilled, presentSaved } from '../../../src/domain/choice-lists/saved.presenter';

const slot = (number: number, filled: boolean) =>
  ({
    label: `志愿${number}`,
    institution: filled ? { code: '0001', name: '北京大学' } : null,
    group: '',
    majors: [],
    posts: [],
    adjustment: null,
  }) as unknown as SavedSlot;

/** A list of one section of so many slots, of which these are filled in. */
const list = (slots: number, ...filled: readonly number[]) =>
  ({
    sections: [
      {
        label: '志愿',
        hasAdjustment: false,
        slots: Array.from({ length: slots }, (_none, at) => slot(at + 1, filled.includes(at + 1))),
      },
    ],
  }) as unknown as SavedBody;

describe('a saved list on a page', () => {
  it.each([
    ['is shown slot by slot where it is short, as in the manual', list(12, 1), 12, ''],
    ['ends with one line for a long tail that is empty', list(96, 1, 3), 3, '志愿4至志愿96'],
    ['shows a single empty slot at its end as it is', list(48, 47), 48, ''],
    ['has no tail where its last slot is filled', list(48, 2, 48), 48, ''],
    ['of nothing is one line', list(48), 0, '志愿1至志愿48'],
  ])('%s', (_what, body, shown, rest) => {
    const sections = presentSaved(body);
    expect(sections.map((section) => [section.shown.length, section.rest])).toEqual([[shown, rest]]);
    // What compares and counts lists sees every slot.
    expect(sections[0]?.slots).toHaveLength(body.sections[0]?.slots.length ?? 0);
    expect(countFilled(sections)).toBe(sections[0]?.slots.filter(({ empty }) => !empty).length);
  });
});
