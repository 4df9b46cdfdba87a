import { splitCombinedCode } from '../../../src/rules/filing/codes';
import { findBatchIneligibility } from '../../../src/rules/filing/eligibility';
import type { Section } from '../../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../../src/rules/windows/default-windows';
import { findEffectiveWindow, findPhase, getPermits } from '../../../src/rules/windows/window-in-force';
import { check, choice, getBatch, loadPack, planGroup, planOf, planRow, planRows } from './filing';

const without = { adjustment: null };

function getSection(packCode: string, batchCode: string): Section {
  const [section] = getBatch(loadPack(packCode), batchCode).sections;
  if (section === undefined) throw new Error(`${batchCode} has no section`);
  return section;
}

test.each([
  ['henan-2026', 'early-other', 64, 1, 'none', 'school+major'],
  ['henan-2026', 'undergraduate', 48, 6, 'groupOnly', 'school+group'],
  ['zhejiang-2021', 'segment-1', 80, 1, 'none', 'school+major'],
  ['shandong-2021', 'regular-3', 96, 1, 'none', 'school+major'],
  ['jiangsu-2021', 'undergraduate', 40, 6, 'groupOnly', 'school+group'],
  ['tibet-2021', 'undergraduate-1', 10, 6, 'required', 'school+major'],
  ['anhui-2021', 'undergraduate', 45, 6, 'groupOnly', 'school+group'],
  ['inner-mongolia-2021', 'undergraduate-1', 1, 6, 'required', 'school+major'],
])('%s %s: %i × %i, 调剂 %s, %s', (pack, batch, slots, majors, adjustment, unit) => {
  const section = getSection(pack, batch);
  expect([section.slots.max, section.majors.max]).toEqual([slots, majors]);
  expect([section.adjustment, section.unit]).toEqual([adjustment, unit]);
});

describe('Henan 2026', () => {
  const pack = loadPack('henan-2026');
  const plan = planOf(
    [...planRows('1105', ['01', '02'], { group: '101' }), planRow('1105', '03', { group: '102' })],
    { '1105+104': 'otherTrack', '1105+G01': 'otherBatch', '1105+103': 'withdrawn' },
    { '1105+102': planGroup('1105', '102', ['化学']) },
  );
  const group = (code: string, majors: string[]) => choice('1105', majors, { group: code });
  const filing = {
    pack,
    batch: getBatch(pack, 'undergraduate'),
    plan,
    facts: { firstSubject: '物理', electives: ['化学', '地理'] },
  };

  test('two groups of one school stand beside each other, each with its own 专业', () => {
    expect(check(filing, { parallel: [group('101', ['01', '02']), group('102', ['03'])] })).toEqual([]);
  });

  test.each<[string, string, string[], string[]]>([
    ['the group missing', '', ['01'], ['group groupMissing']],
    ['the group malformed', '1', ['01'], ['group groupMalformed']],
    ['no such group', '109', ['01', '99'], ['group groupUnknown']],
    ['a group of another 科类', '104', ['01'], ['group groupOtherTrack']],
    ['a group of another batch, with a letter', 'G01', ['01'], ['group groupOtherBatch']],
    ['a group taken out of the plan', '103', ['01'], ['group groupWithdrawn']],
    ['a 专业 of another group', '101', ['03'], ['major1 majorOtherGroup']],
    ['majors of two groups of one school', '101', ['01', '03'], ['major2 majorOtherGroup']],
  ])('%s', (_, code, majors, expected) => {
    const names = check(filing, { parallel: [group(code, majors)] });
    expect(names).toEqual(expected.map((name) => `parallel.1.${name}`));
  });

  test('the same group twice; a group without its school; a subject not chosen', () => {
    expect(check(filing, { parallel: [group('101', ['01']), group('101', ['02'])] })).toEqual([
      'parallel.2.group choiceRepeated',
    ]);
    expect(check(filing, { parallel: [choice('', ['01'], { group: '101' })] })).toEqual([
      'parallel.1.institution institutionMissing',
    ]);
    const facts = { firstSubject: '物理', electives: ['生物学', '地理'] };
    expect(check({ ...filing, facts }, { parallel: [group('102', ['03'])] })).toEqual([
      'parallel.1.group subjectsNotMet',
    ]);
    expect(check({ ...filing, facts: {} }, { parallel: [group('102', ['03'])] })).toEqual([
      'parallel.1.group subjectsUnknown',
    ]);
  });

  test('the early batch takes 64 of 专业+院校 and not 65', () => {
    const majors = Array.from({ length: 65 }, (_, index) => String(index + 10));
    const wide = { pack, batch: getBatch(pack, 'early-other'), plan: planOf(planRows('1105', majors)) };
    const slots = majors.map((major) => choice('1105', [major], without));
    expect(check(wide, { parallel: slots.slice(0, 64) })).toEqual([]);
    expect(check(wide, { parallel: slots })).toEqual(['parallel.65 tooManySlots']);
  });
});

describe('Zhejiang', () => {
  const pack = loadPack('zhejiang-2021');
  const filing = { pack, batch: getBatch(pack, 'segment-1'), plan: planOf(planRows('0001', ['001', '002'])) };
  const facts = (totalScore: number) => ({ kind: 'general', totalScore });

  test('专业+学校: 3-digit 专业, no 调剂, the same 学校 with another 专业', () => {
    const slots = ['001', '002'].map((major) => choice('0001', [major], without));
    expect(check({ ...filing, facts: facts(600) }, { parallel: slots })).toEqual([]);
    expect(check({ ...filing, facts: facts(600) }, { parallel: [choice('0001', ['01'])] })).toEqual([
      'parallel.1.major1 majorMalformed',
      'parallel.1.adjustment adjustmentUnexpected',
    ]);
  });

  test('each segment has its line and its own window', () => {
    const [first, second] = pack.batches;
    if (first === undefined || second === undefined) throw new Error('two segments');
    expect(findBatchIneligibility(first, facts(495))).toBeNull();
    expect(findBatchIneligibility(first, facts(494))?.code).toBe('condition');
    expect(findBatchIneligibility(second, facts(494))).toBeNull();
    const opening = pack.batches.map((batch) => listDefaultWindows(pack, batch)[0]?.opensAt.toISOString());
    expect(opening).toEqual(['2021-06-29T00:30:00.000Z', '2021-07-24T00:30:00.000Z']);
  });
});

test('Shandong: three fillings of one layout, each alone in its quota, with letters in 院校代号', () => {
  const pack = loadPack('shandong-2021');
  expect(pack.batches.map(({ exclusiveGroup, round }) => [exclusiveGroup, round])).toEqual([
    [null, 'round-1'],
    [null, 'round-2'],
    [null, 'round-3'],
  ]);
  expect(new Set(pack.batches.map(({ sections }) => JSON.stringify(sections))).size).toBe(1);
  const filing = {
    pack,
    batch: getBatch(pack, 'regular-2'),
    plan: planOf(planRows('A422', ['4F'])),
    facts: { totalScore: 150 },
  };
  expect(check(filing, { parallel: [choice('a422', ['4f'], without)] })).toEqual([]);
});

describe('Jiangsu: institution and group as one code of 4 + 2', () => {
  const pack = loadPack('jiangsu-2021');
  const filing = {
    pack,
    batch: getBatch(pack, 'undergraduate'),
    plan: planOf(planRows('1101', ['01', '02'], { group: '03' }), { '1102': 'otherTrack' }),
  };
  const typed = (code: string) => choice('', ['01'], splitCombinedCode(code, pack.codes.institution));

  test.each<[string, string[]]>([
    ['110103', []],
    ['110104', ['groupUnknown']],
    ['1101', ['institutionMalformed']],
    ['11010', ['institutionMalformed']],
    ['1101033', ['institutionMalformed']],
    ['110203', ['institutionOtherTrack']],
    ['110303', ['institutionUnknown']],
    ['', ['institutionMissing']],
  ])('%j', (code, expected) => {
    const names = check(filing, { parallel: [typed(code)] });
    expect(names).toEqual(expected.map((name) => `parallel.1.institution ${name}`));
  });

  test('the same code twice is told at its one field', () => {
    expect(check(filing, { parallel: [typed('110103'), typed('110103')] })).toEqual([
      'parallel.2.institution choiceRepeated',
    ]);
  });
});

test('Tibet: slots carry letters', () => {
  expect(getSection('tibet-2021', 'undergraduate-1').slotLabels.join('')).toBe(
    [...'ABCDEFGHIJ'].map((letter) => `志愿${letter}`).join(''),
  );
});

test('Anhui: 高水平运动队 must stand in slot 1', () => {
  const pack = loadPack('anhui-2021');
  const filing = {
    pack,
    batch: getBatch(pack, 'undergraduate'),
    plan: planOf([
      planRow('1101', '01', { group: '901', planType: 'sports-team' }),
      ...planRows('1102', ['01'], { group: '001' }),
    ]),
  };
  const team = choice('1101', ['01'], { group: '901' });
  const ordinary = choice('1102', ['01'], { group: '001' });
  expect(check(filing, { parallel: [team, ordinary] })).toEqual([]);
  expect(check(filing, { parallel: [ordinary, team] })).toEqual([
    'parallel.2.institution slotRule [高水平运动队志愿只能填报在第1个志愿位置]',
  ]);
});

test('a slot rule may speak of a 类别', () => {
  const pack = loadPack('tibet-2021');
  const base = getBatch(pack, 'undergraduate-1');
  const slotRules = [{ category: '民族班', onlySlots: [1, 2], message: '民族班须在前两个志愿' }];
  const batch = { ...base, sections: base.sections.map((section) => ({ ...section, slotRules })) };
  const plan = planOf([
    ...planRows('1101', ['01'], { category: '民族班' }),
    ...planRows('1102', ['01']),
    ...planRows('1103', ['01']),
  ]);
  const slots = (codes: string[]) => ({ parallel: codes.map((code) => choice(code, ['01'])) });
  expect(check({ pack, batch, plan }, slots(['1102', '1101', '1103']))).toEqual([]);
  expect(check({ pack, batch, plan }, slots(['1102', '1103', '1101']))).toEqual([
    'parallel.3.institution slotRule [民族班须在前两个志愿]',
  ]);
});

describe('Inner Mongolia: the end of the window by score band', () => {
  const pack = loadPack('inner-mongolia-2021');
  const windows = listDefaultWindows(pack, getBatch(pack, 'undergraduate-1'));

  test.each([
    [750, '11:00'],
    [670, '11:00'],
    [669, '12:00'],
    [640, '12:00'],
    [460, '18:00'],
    [430, '19:00'],
    [429, '20:00'],
    [0, '20:00'],
  ])('%i points: %s', (totalScore, end) => {
    const window = findEffectiveWindow(windows, { totalScore });
    const instant = new Date(`2021-07-09T${end}:00+08:00`);
    expect(window?.closesAt).toEqual(instant);
    expect(findPhase(window, new Date(instant.getTime() - 1))).toBe('open');
    expect(findPhase(window, instant)).toBe('closed');
  });

  test.each([
    ['09:59:59.999', { create: true, edit: true, remove: true }],
    ['10:00:00.000', { create: true, edit: true, remove: false }],
    ['10:29:59.999', { create: true, edit: true, remove: false }],
    ['10:30:00.000', { create: false, edit: true, remove: false }],
  ])('what is permitted at %s', (time, permits) => {
    const window = findEffectiveWindow(windows, { totalScore: 600 });
    if (window === null) throw new Error('a window for 600 points');
    expect(getPermits(window, new Date(`2021-07-09T${time}+08:00`))).toEqual(permits);
  });
});
