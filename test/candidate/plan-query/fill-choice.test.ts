import {
  type Chosen,
  type Filling,
  fillChoice as fillChoiceOf,
  type OldMajors,
  type RowsOf,
} from '../../../src/candidate/plan-query/fill-choice';
import type { FormField } from '../../../src/candidate/plan-query/form-field';
import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import type { Section } from '../../../src/rules/pack/rule-pack';
import { sampleEntry } from '../../domain/enrolment-plan/sample-entry';

const fillChoice = (
  choices: ChoiceList,
  place: FormField,
  chosen: Chosen,
  oldMajors: OldMajors,
  rowsOf: RowsOf = () => [],
) => fillChoiceOf(choices, place, chosen, oldMajors, rowsOf);

const section: Section = {
  code: 'parallel',
  label: '平行志愿',
  mode: 'parallel',
  slots: { min: 1, max: 4 },
  slotLabels: ['平行志愿1', '平行志愿2', '平行志愿3', '平行志愿4'],
  unit: 'school+major',
  majors: { min: 1, max: 3 },
  adjustment: 'required',
  uniqueBy: 'institution',
  planTypes: ['ordinary'],
  slotRules: [],
  eligibility: [],
};

function field(slot: number, major = 0, of: Section = section): FormField {
  return { name: '', section: of, slot, kind: major === 0 ? 'institution' : 'major', major };
}

function slot(
  institution: string,
  majors: readonly string[] = [],
  more: Partial<SlotChoice> = {},
): SlotChoice {
  return { institution, group: '', majors, posts: [], adjustment: null, ...more };
}

const school = (institution: string): Chosen => ({ institution, entry: null });
const row = (institution: string, major: string, more: Partial<PlanEntry> = {}): Chosen => ({
  institution,
  entry: sampleEntry(institution, major, more),
});

const list = (...slots: SlotChoice[]): ChoiceList => ({ parallel: slots, other: [slot('7000', ['70'])] });

function slotsOf(filling: Filling): readonly SlotChoice[] | undefined {
  return filling.outcome === 'filled' ? filling.choices.parallel : undefined;
}

describe('a choice put into the form', () => {
  it('puts an institution into an empty slot, and slots before it that were never typed stay empty', () => {
    const filling = fillChoice({}, field(3), school('6005'), '');
    expect(slotsOf(filling)).toEqual([slot(''), slot(''), slot('6005')]);
  });

  it('leaves everything else as it was typed', () => {
    const before = list(slot(' 60 05x', ['zz'], { adjustment: 'agree' }), slot('6025', ['1 ']));
    const filling = fillChoice(before, field(3), row('6005', '08'), '');
    expect(filling).toEqual({
      outcome: 'filled',
      choices: { ...before, parallel: [...(before.parallel ?? []), slot('6005', ['08'])] },
    });
  });

  it('puts a major into the first free field of its slot, after a gap too', () => {
    const filling = fillChoice(list(slot('6005', ['08', '', '0A'])), field(1), row('6005', '09'), '');
    expect(slotsOf(filling)).toEqual([slot('6005', ['08', '09', '0A'])]);
  });

  it('puts a major into the field the query was opened for, over what stands there', () => {
    const before = list(slot('6005', ['08', '09'], { adjustment: 'refuse' }));
    expect(slotsOf(fillChoice(before, field(1, 2), row('6005', '0B'), ''))).toEqual([
      slot('6005', ['08', '0B'], { adjustment: 'refuse' }),
    ]);
    expect(slotsOf(fillChoice(before, field(1, 3), row('6005', '0B'), ''))?.[0]?.majors).toEqual([
      '08',
      '09',
      '0B',
    ]);
    expect(slotsOf(fillChoice(list(), field(1, 2), row('6005', '0B'), ''))).toEqual([
      slot('6005', ['', '0B']),
    ]);
  });

  it('takes a full-width or small letter for the code it means', () => {
    const before = list(slot('６００５', ['0a']));
    expect(fillChoice(before, field(1), row('6005', '0A'), '')).toEqual({ outcome: 'repeated', major: 1 });
    expect(fillChoice(before, field(1), row('6005', '0B'), '').outcome).toBe('filled');
  });

  it('says where a major stands already, but not of the field it was opened for', () => {
    const before = list(slot('6005', ['08', '09']));
    expect(fillChoice(before, field(1, 1), row('6005', '09'), '')).toEqual({ outcome: 'repeated', major: 2 });
    expect(slotsOf(fillChoice(before, field(1, 2), row('6005', '09'), ''))).toEqual(before.parallel);
  });

  it('fills nothing into a slot without a free field', () => {
    const before = list(slot('6005', ['01', '02', '03']));
    expect(fillChoice(before, field(1), row('6005', '04'), '')).toEqual({ outcome: 'full' });
  });

  describe('of another institution than that of the majors that stand there', () => {
    const before = list(slot('6005', ['08', '09'], { adjustment: 'agree' }));

    it('asks first', () => {
      expect(fillChoice(before, field(1), school('6025'), '')).toEqual({
        outcome: 'othersMajors',
        slot: before.parallel?.[0],
      });
      expect(fillChoice(before, field(1), row('6025', '10'), '').outcome).toBe('othersMajors');
    });

    it('clears the majors, or keeps their codes, as was answered', () => {
      expect(slotsOf(fillChoice(before, field(1), row('6025', '10'), 'clear'))).toEqual([
        slot('6025', ['10'], { adjustment: 'agree' }),
      ]);
      expect(slotsOf(fillChoice(before, field(1), row('6025', '10'), 'keep'))).toEqual([
        slot('6025', ['08', '09', '10'], { adjustment: 'agree' }),
      ]);
      expect(slotsOf(fillChoice(before, field(1), school('6025'), 'clear'))).toEqual([
        slot('6025', [], { adjustment: 'agree' }),
      ]);
    });

    it('does not ask where there is no major, or no institution yet', () => {
      expect(
        slotsOf(fillChoice(list(slot('6005', ['', ''])), field(1), school('6025'), ''))?.[0]?.institution,
      ).toBe('6025');
      expect(slotsOf(fillChoice(list(slot('', ['08'])), field(1), school('6025'), ''))).toEqual([
        slot('6025', ['08']),
      ]);
    });

    it('clears nothing where the institution stays the same', () => {
      expect(slotsOf(fillChoice(before, field(1), school('6005'), 'clear'))).toEqual(before.parallel);
    });
  });

  it('puts no major into a section without majors (专升本)', () => {
    const schools: Section = { ...section, unit: 'school', majors: { min: 0, max: 0 } };
    const chosen = row('6041', '');
    expect(slotsOf(fillChoice({}, field(1, 0, schools), chosen, ''))).toEqual([slot('6041')]);
  });

  it('fills 专业组 and 岗位 where the plan has them, and asks when another group is chosen', () => {
    const groups: Section = { ...section, unit: 'school+group' };
    const first = fillChoice({}, field(1, 0, groups), row('6005', '08', { group: '101', post: '7' }), '');
    expect(slotsOf(first)).toEqual([slot('6005', ['08'], { group: '101', posts: ['7'] })]);
    const before = list(...(slotsOf(first) ?? []));
    const other = row('6005', '09', { group: '102' });
    expect(fillChoice(before, field(1, 0, groups), other, '').outcome).toBe('othersMajors');
    expect(slotsOf(fillChoice(before, field(1, 0, groups), school('6005'), ''))?.[0]?.group).toBe('101');
  });
});

test('majors of two 类别 do not come into one choice', () => {
  const rowsOf: RowsOf = () => [sampleEntry('6005', '08'), sampleEntry('6005', '09', { category: '护理' })];
  const nursing = row('6005', '09', { category: '护理' });
  const before = list(slot('6005', ['08', '', '']));
  expect(fillChoice(before, field(1), nursing, '', rowsOf)).toEqual({
    outcome: 'otherCategory',
    category: '',
  });
  // In the place of the only other one it may stand.
  expect(fillChoice(before, field(1, 1), nursing, '', rowsOf).outcome).toBe('filled');
});
