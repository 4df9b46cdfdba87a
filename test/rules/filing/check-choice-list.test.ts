import type { ChoiceList } from '../../../src/rules/filing/choice-list';
import {
  block,
  check,
  choice,
  EMPTY,
  type Filing,
  getBatch,
  loadPack,
  planOf,
  planRow,
  planRows,
} from './filing';

const pack = loadPack('henan-2021');
const MAJORS = ['01', '02', '03', '04', '05', '16'];
const rows = [
  ...planRows('0001', MAJORS),
  ...planRows('1105', MAJORS),
  ...planRows('1110', MAJORS),
  ...planRows('1115', MAJORS),
  ...planRows('1120', MAJORS),
  ...planRows('2459', ['01', '02'], { category: '护理' }),
  planRow('2459', '03'),
  planRow('2459', '04', { planType: 'directed-medical' }),
];
const plan = planOf(rows, {
  '6000': 'otherBatch',
  '6001': 'otherTrack',
  '6002': 'otherAudience',
  '0001/60': 'otherBatch',
  '0001/61': 'otherTrack',
  '0001/62': 'otherAudience',
});
const early: Filing = { pack, batch: getBatch(pack, 'early-other'), plan };
const right = choice('0001', ['01']);

type Row = [string, ChoiceList, string[]];

const EARLY: Row[] = [
  ['第一志愿 alone', { first: [right] }, []],
  [
    'all five slots',
    { first: [right], second: ['1105', '1110', '1115', '1120'].map((code) => choice(code, ['01', '02'])) },
    [],
  ],
  ['the same 院校 in 第一志愿 and 第二志愿', { first: [right], second: [right] }, []],
  ['nothing at all', {}, [' emptyList']],
  ['专业2 without 专业1', { first: [choice('0001', ['', '02'])] }, ['first.1.major1 majorGap']],
  ['专业 without 院校', { first: [choice('', ['01'])] }, ['first.1.institution institutionMissing']],
  ['院校 without 专业', { first: [choice('0001')] }, ['first.1.major1 majorMissing']],
  [
    'no 调剂',
    { first: [choice('0001', ['01'], { adjustment: null })] },
    ['first.1.adjustment adjustmentMissing'],
  ],
  ['此专业不存在', { first: [choice('0001', ['16', '02', '99'])] }, ['first.1.major3 majorUnknown']],
  ['专业 of another batch', { first: [choice('0001', ['60'])] }, ['first.1.major1 majorOtherBatch']],
  ['专业 of another 科类', { first: [choice('0001', ['61'])] }, ['first.1.major1 majorOtherTrack']],
  ['专业 of another audience', { first: [choice('0001', ['62'])] }, ['first.1.major1 majorOtherAudience']],
  [
    '专业 malformed',
    { first: [choice('0001', ['1', '001'])] },
    ['first.1.major1 majorMalformed', 'first.1.major2 majorMalformed'],
  ],
  ['专业 twice', { first: [choice('0001', ['01', '02', '01'])] }, ['first.1.major3 majorRepeated']],
  ['院校 unknown', { first: [choice('9999', ['01', '99'])] }, ['first.1.institution institutionUnknown']],
  [
    '院校 of another batch',
    { first: [choice('6000', ['01'])] },
    ['first.1.institution institutionOtherBatch'],
  ],
  [
    '院校 of another 科类',
    { first: [choice('6001', ['01'])] },
    ['first.1.institution institutionOtherTrack'],
  ],
  [
    '院校 of another audience',
    { first: [choice('6002', ['01'])] },
    ['first.1.institution institutionOtherAudience'],
  ],
  [
    '院校 malformed, with five right 专业',
    { first: [choice('1', MAJORS.slice(0, 5))] },
    ['first.1.institution institutionMalformed'],
  ],
  [
    '院校 malformed and nothing else',
    { first: [choice('00001', [], { adjustment: null })] },
    ['first.1.institution institutionMalformed'],
  ],
  [
    '院校 malformed, faults of its own beside it',
    { first: [choice('-001', ['', '1', 'AA', 'AA'], { adjustment: null })] },
    [
      'first.1.institution institutionMalformed',
      'first.1.major1 majorGap',
      'first.1.major2 majorMalformed',
      'first.1.major4 majorRepeated',
      'first.1.adjustment adjustmentMissing',
    ],
  ],
  ['第二志愿 without 第一志愿', { second: [right] }, ['first.1.institution sectionGap']],
  [
    '平行志愿2 without 平行志愿1',
    { first: [right], second: [EMPTY, choice('1105', ['01'])] },
    ['second.1.institution slotGap'],
  ],
  [
    '平行志愿1 and 4',
    { first: [right], second: [choice('1105', ['01']), EMPTY, EMPTY, choice('1110', ['01'])] },
    ['second.2.institution slotGap', 'second.3.institution slotGap'],
  ],
  [
    'the same 院校 twice in 第二志愿',
    { first: [right], second: [choice('1105', ['01']), choice('1105', ['02'])] },
    ['second.2.institution choiceRepeated'],
  ],
  [
    'the same 院校 twice, its 专业 unknown',
    { first: [right], second: [choice('1105', ['01']), choice('1105', ['99'])] },
    ['second.2.institution choiceRepeated', 'second.2.major1 majorUnknown'],
  ],
  [
    'an unknown 院校 twice',
    { first: [right], second: [choice('9999', ['01']), choice('9999', ['01'])] },
    ['second.1.institution institutionUnknown', 'second.2.institution institutionUnknown'],
  ],
  ['two slots for 第一志愿', { first: [right, right] }, ['first.2 tooManySlots']],
  ['one slot too many and nothing else', { first: [EMPTY, right] }, ['first.2 tooManySlots']],
  ['a section the batch does not have', { first: [right], third: [right] }, ['third.1 tooManySlots']],
  ['six 专业', { first: [choice('0001', MAJORS)] }, ['first.1.major6 tooManyMajors']],
  [
    'two 类别 in one choice',
    { first: [choice('2459', ['01', '02', '03'])] },
    ['first.1.major3 categoriesMixed'],
  ],
  ['定向 in 第一志愿', { first: [choice('2459', ['04'])] }, []],
  [
    '定向 in 第二志愿',
    { first: [right], second: [choice('2459', ['04'])] },
    ['second.1.major1 planTypeNotHere'],
  ],
  [
    'a group where there is none',
    { first: [choice('0001', ['01'], { group: '1' })] },
    ['first.1.group groupUnknown'],
  ],
  [
    'a 岗位 where there is none',
    { first: [choice('0001', ['01'], { posts: ['1'] })] },
    ['first.1.post1 postUnknown'],
  ],
  [
    'everything at once, in the order of the page',
    { first: [EMPTY], second: [EMPTY, choice('9999', ['01']), choice('1105', ['99', '98'])] },
    [
      'first.1.institution sectionGap',
      'second.1.institution slotGap',
      'second.2.institution institutionUnknown',
      'second.3.major1 majorUnknown',
      'second.3.major2 majorUnknown',
    ],
  ],
];

test.each(EARLY)('提前批其他: %s', (_, choices, expected) => {
  expect(check(early, choices)).toEqual(expected);
});

test('调剂 of an emptied row is refused in a list that was not normalised', () => {
  const emptied = choice('', [''], { adjustment: 'agree' });
  const names = ['first.1.adjustment adjustmentUnexpected'];
  expect(check(early, { first: [emptied] }, true)).toEqual([' emptyList', ...names]);
  expect(check(early, { first: [right], second: [emptied] }, true)).toEqual([
    'second.1.adjustment adjustmentUnexpected',
  ]);
});

describe('layouts with other rules', () => {
  const fine: Filing = {
    pack,
    batch: getBatch(pack, 'arts-a-fine'),
    plan,
    facts: { artsProvincial: ['美术'] },
  };
  const without = { adjustment: null };

  test('美术: one 专业, no 调剂, the same 院校 again with another 专业', () => {
    const list = (second: string) => ({
      parallel: [choice('0001', ['01'], without), choice('0001', [second], without)],
    });
    expect(check(fine, list('02'))).toEqual([]);
    expect(check(fine, list('01'))).toEqual(['parallel.2.major1 choiceRepeated']);
    expect(check(fine, { parallel: [right] })).toEqual(['parallel.1.adjustment adjustmentUnexpected']);
  });

  test('本科一批: 定向 and 预科 stand alone and ask for 应届 and 少数民族', () => {
    const batch = getBatch(pack, 'undergraduate-1');
    const special = planOf([
      planRow('1105', '51', { planType: 'directed-tibet' }),
      planRow('1105', '61', { planType: 'preparatory' }),
    ]);
    const list = { directed: [choice('1105', ['51'])], preparatory: [choice('1105', ['61'])] };
    const facts = { freshGraduate: true, minority: true };
    expect(check({ pack, batch, plan: special, facts }, list)).toEqual([]);
    expect(check({ pack, batch, plan: special, facts: { freshGraduate: false } }, list)).toEqual([
      'directed.1.major1 notEligible [定向西藏志愿仅限应届高中毕业生填报]',
      'preparatory notEligible [预科志愿仅限少数民族考生填报]',
    ]);
  });

  test('本科一批: the same 院校 again with another 类别', () => {
    const filing = { pack, batch: getBatch(pack, 'undergraduate-1'), plan };
    const list = (major: string) => ({ parallel: [choice('2459', ['01']), choice('2459', [major])] });
    expect(check(filing, list('03'))).toEqual([]);
    expect(check(filing, list('02'))).toEqual(['parallel.2.institution choiceRepeated']);
    expect(check(filing, list('99'))).toEqual(['parallel.2.major1 majorUnknown']);
  });

  test('专升本: no 专业 field; the restrictions of the rows of the institution hold', () => {
    const restricted = (sex: string) => ({ restrictions: [block('sex', 'equals', sex)] });
    const filing = (facts: Record<string, string>) => ({
      pack,
      batch: getBatch(pack, 'upgrade'),
      plan: planOf([
        planRow('6000', '01', restricted('male')),
        planRow('6005', '01', restricted('male')),
        planRow('6005', '02', restricted('male')),
        planRow('6005', '03', restricted('female')),
        planRow('6010', '01', { planType: 'directed-medical' }),
        planRow('6010', '02', { planType: 'directed-medical' }),
        planRow('6015', '01', { planType: 'directed-medical' }),
        planRow('6015', '02'),
      ]),
      facts,
    });
    const school = (code: string) => choice(code, [], without);
    const list = { parallel: [school('6000'), school('6005'), school('6015')] };
    expect(check(filing({ sex: 'male' }), list)).toEqual([]);
    expect(check(filing({ sex: 'female' }), list)).toEqual(['parallel.1.institution notEligible [sex]']);
    expect(check(filing({}), list)).toEqual([
      'parallel.1.institution notEligible [sex]',
      'parallel.2.institution notEligible [sex]',
    ]);
    expect(check(filing({}), { parallel: [choice('6010', ['01'], without)] })).toEqual([
      'parallel.1.institution planTypeNotHere',
      'parallel.1.major1 tooManyMajors',
    ]);
    expect(check(filing({ sex: 'male' }), { parallel: [school('6000'), school('6000')] })).toEqual([
      'parallel.2.institution choiceRepeated',
    ]);
  });

  test('a section that must be filled with another', () => {
    const base = getBatch(pack, 'undergraduate-1');
    const sections = base.sections.map((section) =>
      section.code === 'parallel' ? { ...section, slots: { min: 2, max: 6 } } : section,
    );
    const filing = { pack, batch: { ...base, sections }, plan };
    expect(check(filing, { parallel: [right] })).toEqual(['parallel.2.institution slotGap']);
    expect(check(filing, {})).toEqual([' emptyList']);
  });

  test('three ordered sections: each that is skipped is named', () => {
    const base = getBatch(pack, 'early-other');
    const [first, second] = base.sections;
    if (first === undefined || second === undefined) throw new Error('1+4 has two sections');
    const sections = [first, { ...first, code: 'middle' }, second];
    const batch = { ...base, sections, orderedSections: ['first', 'middle', 'second'] };
    expect(check({ pack, batch, plan }, { second: [right] })).toEqual([
      'first.1.institution sectionGap',
      'middle.1.institution sectionGap',
    ]);
    expect(check({ pack, batch: { ...batch, sectionsOrdered: false }, plan }, { second: [right] })).toEqual(
      [],
    );
  });
});

describe('岗位', () => {
  const base = getBatch(pack, 'early-teacher');
  const sections = base.sections.map((section) => ({
    ...section,
    unit: 'school+major+post' as const,
    uniqueBy: 'institution+major+post' as const,
  }));
  const filing: Filing = {
    pack: { ...pack, codes: { ...pack.codes, post: { length: 3, alphabet: 'digits' } } },
    batch: { ...base, sections },
    plan: planOf([
      planRow('0001', '01', { post: '101' }),
      planRow('0001', '01', { post: '102' }),
      planRow('0001', '02', { post: '201' }),
    ]),
  };
  const slot = (majors: string[], posts: string[]) => choice('0001', majors, { posts });

  test.each<[string, string[], string[], string[]]>([
    ['one 专业 with its 岗位', ['01'], ['101'], []],
    ['one 专业 with two 岗位', ['01', '01'], ['101', '102'], []],
    ['the same twice', ['01', '01'], ['101', '101'], ['major2 majorRepeated']],
    ['missing', ['01', '02'], ['101'], ['post2 postMissing']],
    ['malformed', ['01'], ['1'], ['post1 postMalformed']],
    ['of another 专业', ['02'], ['101'], ['post1 postUnknown']],
    ['without 专业', [], ['101'], ['major1 majorMissing']],
    ['behind the last 专业', ['01'], ['101', '201'], ['major2 majorMissing']],
    ['in a gap', ['', '02'], ['101', '201'], ['major1 majorGap']],
    ['one too many', ['01'], ['101', '', '', '', '', '101'], ['post6 postUnknown']],
  ])('%s', (_, majors, posts, expected) => {
    const names = check(filing, { parallel: [slot(majors, posts)] });
    expect(names.toSorted()).toEqual(expected.map((name) => `parallel.1.${name}`).toSorted());
  });

  test('the same 岗位 in two slots is repeated, another is not', () => {
    expect(check(filing, { parallel: [slot(['01'], ['101']), slot(['01'], ['102'])] })).toEqual([]);
    expect(check(filing, { parallel: [slot(['01'], ['101']), slot(['01'], ['101'])] })).toEqual([
      'parallel.2.major1 choiceRepeated',
    ]);
  });
});
