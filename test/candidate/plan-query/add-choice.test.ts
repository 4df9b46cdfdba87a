import { addChoice as addChoiceOf } from '../../../src/candidate/plan-query/add-choice';
import type { RowsOf } from '../../../src/candidate/plan-query/fill-choice';
import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import type { ChoiceList } from '../../../src/rules/filing/choice-list';
import type { Batch, Section } from '../../../src/rules/pack/rule-pack';

const parallel: Section = {
  code: 'parallel',
  label: '平行志愿',
  mode: 'parallel',
  slots: { min: 1, max: 2 },
  slotLabels: ['平行志愿1', '平行志愿2'],
  unit: 'school+major',
  majors: { min: 1, max: 1 },
  adjustment: 'none',
  uniqueBy: 'institution',
  planTypes: ['ordinary'],
  slotRules: [],
  eligibility: [],
};
const preparatory: Section = { ...parallel, code: 'preparatory', planTypes: ['preparatory'] };

const addChoice = (batch: Batch, choices: ChoiceList, entry: PlanEntry, rowsOf: RowsOf = () => []) =>
  addChoiceOf(batch, choices, entry, rowsOf);
const batchOf = (...sections: readonly Section[]) => ({ sections }) as unknown as Batch;
const rowOf = (more: Partial<PlanEntry> = {}) =>
  ({ institution: '0001', group: '', major: '08', post: '', planType: 'ordinary', ...more }) as PlanEntry;
const listOf = (...codes: readonly [institution: string, major: string, group?: string][]): ChoiceList => ({
  parallel: codes.map(([institution, major, group = '']) => ({
    institution,
    group,
    majors: [major],
    posts: [],
    adjustment: null,
  })),
});

describe('a row added to a list', () => {
  it('goes to the section that takes its plan type', () => {
    const batch = batchOf(parallel, preparatory);
    expect(addChoice(batch, {}, rowOf({ planType: 'preparatory' }))).toMatchObject({
      outcome: 'added',
      field: { name: 'preparatory-1-institution' },
    });
    expect(addChoice(batch, {}, rowOf({ planType: 'other' }))).toEqual({ outcome: 'noRoom' });
  });

  it('says that the institution is full, unless it may stand there again', () => {
    const list = listOf(['0001', '09']);
    expect(addChoice(batchOf(parallel), list, rowOf())).toMatchObject({
      outcome: 'full',
      field: { slot: 1 },
    });
    const rows: Section = { ...parallel, uniqueBy: 'institution+major' };
    expect(addChoice(batchOf(rows), list, rowOf())).toMatchObject({ outcome: 'added', field: { slot: 2 } });
    expect(addChoice(batchOf(rows), listOf(['0001', '08']), rowOf())).toMatchObject({ outcome: 'repeated' });
  });

  it('holds another 专业组 of the institution for another choice', () => {
    const groups: Section = { ...parallel, unit: 'school+group', uniqueBy: 'institution+group' };
    const added = addChoice(batchOf(groups), listOf(['0001', '08', '01']), rowOf({ group: '02' }));
    expect(added).toMatchObject({ outcome: 'added', field: { slot: 2 } });
    expect(added.outcome === 'added' && added.choices.parallel?.map(({ group }) => group)).toEqual([
      '01',
      '02',
    ]);
  });

  it('is known again where a school alone is chosen', () => {
    const schools: Section = { ...parallel, unit: 'school', majors: { min: 0, max: 0 } };
    const added = addChoice(batchOf(schools), {}, rowOf());
    expect(added).toMatchObject({ outcome: 'added', field: { slot: 1 } });
    const choices = added.outcome === 'added' ? added.choices : {};
    expect(addChoice(batchOf(schools), choices, rowOf({ major: '09' }))).toMatchObject({
      outcome: 'repeated',
    });
  });

  it('mixes no 类别: another one goes to a slot of its own where the institution may stand once for each', () => {
    const nursing = rowOf({ major: '09', category: '护理' });
    const rowsOf: RowsOf = () => [rowOf({ category: '' }), nursing, rowOf({ major: '10', category: '' })];
    const two = { ...parallel, majors: { min: 1, max: 2 } };
    const once = batchOf({ ...two, uniqueBy: 'institution' });
    const each = batchOf({ ...two, uniqueBy: 'institution+category' });
    const list = listOf(['0001', '08']);
    expect(addChoice(once, list, nursing, rowsOf)).toMatchObject({
      outcome: 'otherCategory',
      field: { slot: 1 },
    });
    expect(addChoice(each, list, nursing, rowsOf)).toMatchObject({ outcome: 'added', field: { slot: 2 } });
    const full: ChoiceList = {
      parallel: [{ institution: '0001', group: '', majors: ['08', '10'], posts: [], adjustment: null }],
    };
    const more = rowOf({ major: '11', category: '' });
    expect(addChoice(each, full, more, () => [...rowsOf(''), more])).toMatchObject({ outcome: 'full' });
    expect(addChoice(each, full, nursing, rowsOf)).toMatchObject({ outcome: 'added', field: { slot: 2 } });
  });
});
