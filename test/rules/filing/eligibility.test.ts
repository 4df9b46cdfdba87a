import {
  evaluateCondition,
  findBatchIneligibility,
  listUnmetConditions,
} from '../../../src/rules/filing/eligibility';
import type { CandidateFacts, Condition } from '../../../src/rules/pack/rule-pack';
import { block, getBatch, loadPack } from './filing';

type Row = [string, Condition['operator'], Condition['value'], CandidateFacts, boolean];

const CASES: Row[] = [
  ['sex', 'equals', 'male', { sex: 'male' }, true],
  ['sex', 'equals', 'male', { sex: 'female' }, false],
  ['sex', 'equals', 'male', {}, false],
  ['sex', 'equals', 'male', { sex: null }, false],
  ['married', 'equals', false, { married: false }, true],
  ['married', 'equals', false, {}, false],
  ['colourVision', 'notEquals', '色盲', { colourVision: '正常' }, true],
  ['colourVision', 'notEquals', '色盲', { colourVision: '色盲' }, false],
  ['colourVision', 'notEquals', '色盲', {}, false],
  ['ethnicity', 'oneOf', ['回', '维吾尔'], { ethnicity: '回' }, true],
  ['ethnicity', 'oneOf', ['回', '维吾尔'], { ethnicity: '汉' }, false],
  ['ethnicity', 'oneOf', '回', { ethnicity: '回' }, true],
  ['totalScore', 'oneOf', [1, 2], { totalScore: 2 }, true],
  ['ethnicity', 'notOneOf', ['汉'], { ethnicity: '回' }, true],
  ['ethnicity', 'notOneOf', ['汉'], { ethnicity: '汉' }, false],
  ['ethnicity', 'notOneOf', ['汉'], {}, false],
  ['scores.英语', 'atLeast', 90, { 'scores.英语': 90 }, true],
  ['scores.英语', 'atLeast', 90, { 'scores.英语': 89.5 }, false],
  ['scores.英语', 'atLeast', 90, { 'scores.英语': '95' }, false],
  ['scores.英语', 'atLeast', 90, {}, false],
  ['heightCm', 'atMost', 185, { heightCm: 185 }, true],
  ['heightCm', 'atMost', 185, { heightCm: 186 }, false],
  ['bornOn', 'atLeast', '2001-09-01', { bornOn: '2001-09-01' }, true],
  ['bornOn', 'atLeast', '2001-09-01', { bornOn: '2001-08-31' }, false],
  ['bornOn', 'atLeast', '2001-09-01', { bornOn: '2001-09-02' }, true],
  ['bornOn', 'atMost', '2001-09-01', { bornOn: '2001-09-02' }, false],
  ['bornOn', 'atMost', '2001-09-01', { bornOn: '2001-09-01' }, true],
  ['bornOn', 'atMost', '2001-09-01', { bornOn: '2001-08-31' }, true],
  ['bornOn', 'atLeast', 5, { bornOn: '2001-09-01' }, false],
  ['totalScore', 'atLeast', '100', { totalScore: 200 }, false],
  ['lists', 'atLeast', 'a', { lists: ['b'] }, false],
  ['bornOn', 'between', ['2001-09-01', '2004-08-31'], { bornOn: '2001-09-01' }, true],
  ['bornOn', 'between', ['2001-09-01', '2004-08-31'], { bornOn: '2004-08-31' }, true],
  ['bornOn', 'between', ['2001-09-01', '2004-08-31'], { bornOn: '2001-08-31' }, false],
  ['bornOn', 'between', ['2001-09-01', '2004-08-31'], { bornOn: '2004-09-01' }, false],
  ['bornOn', 'between', ['2001-09-01', '2004-08-31'], {}, false],
  ['totalScore', 'between', [450, 750], { totalScore: 450 }, true],
  ['totalScore', 'between', [450, 750], { totalScore: 449 }, false],
  ['lists', 'contains', '国家专项', { lists: ['高校专项', '国家专项'] }, true],
  ['lists', 'contains', '国家专项', { lists: [] }, false],
  ['lists', 'contains', '国家专项', {}, false],
  ['artsProvincial', 'containsAny', ['美术', '书法'], { artsProvincial: ['书法'] }, true],
  ['artsProvincial', 'containsAny', ['美术', '书法'], { artsProvincial: ['音乐'] }, false],
  ['artsProvincial', 'containsAny', ['美术'], { artsProvincial: '美术' }, true],
  ['lists', 'lacks', '已录取', { lists: ['国家专项'] }, true],
  ['lists', 'lacks', ['已录取', '国家专项'], { lists: ['国家专项'] }, false],
  ['lists', 'lacks', '已录取', {}, false],
  ['constructor', 'notEquals', 'x', {}, false],
];

test.each(CASES)('%s %s %j with %j is %s', (field, operator, value, facts, expected) => {
  expect(evaluateCondition(block(field, operator, value), facts)).toBe(expected);
});

test('unmet conditions come in order, warnings among them', () => {
  const warning: Condition = { ...block('eyesight', 'atLeast', 4.8), severity: 'warn' };
  const conditions = [block('sex', 'equals', 'male'), warning, block('lists', 'contains', 'x')];
  expect(listUnmetConditions(conditions, { lists: ['x'] }).map(({ field }) => field)).toEqual([
    'sex',
    'eyesight',
  ]);
});

describe('who may file a batch', () => {
  const pack = loadPack('henan-2021');

  test('a kind the batch is not open to', () => {
    const arts = getBatch(pack, 'arts-early');
    const values = (kind: string) => ({ code: 'candidateKind', values: { kind } });
    expect(findBatchIneligibility(arts, { kind: 'general' })).toEqual(values('general'));
    expect(findBatchIneligibility(arts, {})).toEqual(values(''));
    expect(findBatchIneligibility(arts, { kind: 'arts' })).toBeNull();
  });

  test('a qualification that is lacking, in the words of the pack', () => {
    const special = getBatch(pack, 'national-special');
    expect(findBatchIneligibility(special, { kind: 'general', lists: ['地方专项'] })).toEqual({
      code: 'condition',
      message: '您不在国家专项资格名单内，不能填报',
      values: { field: 'lists' },
    });
    expect(findBatchIneligibility(special, { kind: 'general', lists: ['国家专项'] })).toBeNull();
  });

  test.each([
    ['upgrade', { kind: 'upgrade', registeredMajor: '护理学' }, null],
    ['upgrade', { kind: 'upgrade', registeredMajor: '' }, 'audienceUnknown'],
    ['upgrade', { kind: 'upgrade' }, 'audienceUnknown'],
    ['vocational-junior', { kind: 'vocational', vocationalCategory: null }, 'audienceUnknown'],
    ['vocational-junior', { kind: 'vocational', vocationalCategory: '计算机类' }, null],
  ])('a plan narrowed by what is registered: %s for %j', (code, facts, expected) => {
    expect(findBatchIneligibility(getBatch(pack, code), facts)?.code ?? null).toBe(expected);
  });

  test.each([
    ['one that the plan has', ['护理学', '会计学'], null],
    ['one that the plan has not', ['会计学'], 'audienceNotPlanned'],
    ['a plan that is not known', [], null],
  ])('报考专业 beside the plan: %s', (_what, audiences, expected) => {
    const facts = { kind: 'upgrade', registeredMajor: '护理学' };
    expect(findBatchIneligibility(getBatch(pack, 'upgrade'), facts, new Set(audiences))?.code ?? null).toBe(
      expected,
    );
  });

  test('a warning does not make ineligible', () => {
    const batch = {
      ...getBatch(pack, 'junior'),
      eligibility: [{ ...block('x', 'equals', 1), severity: 'warn' as const }],
    };
    expect(findBatchIneligibility(batch, { kind: 'general' })).toBeNull();
  });
});

describe('a condition for some candidates only', () => {
  const line: Condition = {
    field: 'totalScore',
    operator: 'atLeast',
    value: 538,
    severity: 'block',
    when: { field: 'track', equals: '1' },
    message: 'below the line',
  };

  it.each([
    ['1', 538, true],
    ['1', 537, false],
    ['5', 100, true],
    // Without a 科类 no line is passed by.
    [null, 537, false],
    [null, 538, true],
  ])('a line of 科类 1, asked of 科类 %s with %d points: %s', (track, totalScore, met) => {
    expect(evaluateCondition(line, { track, totalScore })).toBe(met);
  });
});

test.each([
  [{ kind: 'upgrade' }, { code: 'audienceUnknown', values: { field: 'registeredMajor' } }],
  [
    { kind: 'upgrade', registeredMajor: '' },
    { code: 'audienceUnknown', values: { field: 'registeredMajor' } },
  ],
  [
    { kind: 'upgrade', registeredMajor: '护理学' },
    { code: 'audienceNotPlanned', values: { field: 'registeredMajor', audience: '护理学' } },
  ],
  [{}, { code: 'candidateKind', values: { kind: '' } }],
  [{ kind: ['upgrade'] }, { code: 'candidateKind', values: { kind: 'upgrade' } }],
])('why a batch is not open to %j, with what its sentence names', (facts, expected) => {
  const upgrade = getBatch(loadPack('henan-2021'), 'upgrade');
  expect(findBatchIneligibility(upgrade, facts, new Set(['会计学']))).toEqual(expected);
});
