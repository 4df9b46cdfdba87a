import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChoiceList } from '../../../src/rules/filing/choice-list';
import { findBatchIneligibility } from '../../../src/rules/filing/eligibility';
import { checkOverwrite, listAbandonGroup } from '../../../src/rules/filing/groups';
import { checkSaveQuota } from '../../../src/rules/filing/save-quota';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../../src/rules/windows/default-windows';
import { findPhase } from '../../../src/rules/windows/window-in-force';
import { block, check, choice, getBatch, loadPack, planOf, planRow, planRows } from './filing';

const pack = loadPack('shandong-2026');
const asks = (subject: string) =>
  block('electives', 'contains', subject, `该专业要求选考${subject}，您未选考`);
const plan = planOf(
  [
    ...planRows('A422', ['01', '17', 'E1', 'MP', '05', '06', '07']),
    planRow('A423', '02', { restrictions: [asks('物理'), asks('化学')] }),
    planRow('A445', '03', { planType: 'university-special' }),
    planRow('A445', '04', { planType: 'local-special' }),
    planRow('A448', '05', { planType: 'junior-special' }),
    ...Array.from({ length: 100 }, (_none, index) => planRow(`B${String(index).padStart(3, '0')}`, '01')),
    planRow('A457', ''),
  ],
  { A426: 'otherBatch', 'A422/99': 'withdrawn' },
);
const girl: CandidateFacts = {
  kind: 'general',
  electives: ['物理', '化学', '生物'],
  totalScore: 560,
  lists: [],
};
const one = (school: string, major = '01') => choice(school, [major], { adjustment: null });
const many = (count: number) =>
  Array.from({ length: count }, (_none, index) => one(`B${String(index).padStart(3, '0')}`));

interface Case {
  readonly name: string;
  readonly batch: string;
  readonly list: ChoiceList;
  readonly facts?: CandidateFacts;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'ninety-six in the first round',
    batch: 'regular-1',
    list: { parallel: many(96) },
    expected: [],
  },
  {
    name: 'a ninety-seventh',
    batch: 'regular-1',
    list: { parallel: many(97) },
    expected: ['parallel.97 tooManySlots'],
  },
  {
    name: 'several majors of one school, codes of letters among them',
    batch: 'regular-1',
    list: { parallel: [one('A422', '17'), one('A422', 'E1'), one('a422', 'mp')] },
    expected: [],
  },
  {
    name: 'one major twice',
    batch: 'regular-1',
    list: { parallel: [one('A422', '17'), one('A422', '17')] },
    expected: ['parallel.2.major1 choiceRepeated'],
  },
  {
    name: 'the national code of a school',
    batch: 'regular-1',
    list: { parallel: [one('10422')] },
    expected: ['parallel.1.institution institutionMalformed'],
  },
  {
    name: 'a school of another batch, a major that was withdrawn',
    batch: 'regular-1',
    list: { parallel: [one('A426'), one('A422', '99')] },
    expected: ['parallel.1.institution institutionOtherBatch', 'parallel.2.major1 majorWithdrawn'],
  },
  {
    name: 'both subjects were chosen',
    batch: 'regular-1',
    list: { parallel: [one('A423', '02')] },
    expected: [],
  },
  {
    name: 'one of two subjects was not chosen',
    batch: 'regular-1',
    list: { parallel: [one('A423', '02')] },
    facts: { electives: ['物理', '地理', '历史'] },
    expected: ['parallel.1.major1 notEligible [该专业要求选考化学，您未选考]'],
  },
  {
    name: '高校专项 and 地方专项 are among the 96, for those on the list',
    batch: 'regular-1',
    list: { parallel: [one('A445', '03'), one('A445', '04')] },
    facts: { lists: ['高校专项', '地方专项'] },
    expected: [],
  },
  {
    name: '高校专项 without the qualification',
    batch: 'regular-1',
    list: { parallel: [one('A445', '03')] },
    expected: ['parallel.1.major1 notEligible [高校专项计划仅限高校专项资格名单内的考生填报]'],
  },
  {
    name: '高职专项 is not yet in the first round',
    batch: 'regular-1',
    list: { parallel: [one('A448', '05')] },
    facts: { lists: ['高职专项'] },
    expected: ['parallel.1.major1 planTypeNotHere'],
  },
  {
    name: '高职专项 from the second round on',
    batch: 'regular-2',
    list: { parallel: [one('A448', '05')] },
    facts: { lists: ['高职专项'] },
    expected: [],
  },
  {
    name: '高校专项 is over in the second round',
    batch: 'regular-2',
    list: { parallel: [one('A445', '03')] },
    facts: { lists: ['高校专项'] },
    expected: ['parallel.1.major1 planTypeNotHere'],
  },
  {
    name: '专业调剂 where there is none',
    batch: 'regular-1',
    list: { parallel: [choice('A422', ['17'])] },
    expected: ['parallel.1.adjustment adjustmentUnexpected'],
  },
  {
    name: 'a gap between two choices',
    batch: 'regular-3',
    list: { parallel: [one('A422', '17'), one('', ''), one('A422', 'E1')] },
    expected: ['parallel.2.institution slotGap'],
  },
  {
    name: 'early A: one school, six majors and 调剂',
    batch: 'early-a',
    list: { first: [choice('A422', ['01', '17', 'E1', 'MP', '05', '06'])] },
    expected: [],
  },
  {
    name: 'early A: a seventh major, a second school, no word of 调剂',
    batch: 'early-a',
    list: {
      first: [
        choice('A422', ['01', '17', 'E1', 'MP', '05', '06', '07'], { adjustment: null }),
        choice('B001', ['01']),
      ],
    },
    expected: [
      'first.1.major7 tooManyMajors',
      'first.1.adjustment adjustmentMissing',
      'first.2 tooManySlots',
    ],
  },
  {
    name: 'early A the second time: four schools in order',
    batch: 'early-a-2',
    list: { first: many(4).map((slot) => ({ ...slot, adjustment: 'refuse' as const })) },
    expected: [],
  },
  {
    name: 'early B: sixty and one more',
    batch: 'early-b-other',
    list: { parallel: many(61) },
    expected: ['parallel.61 tooManySlots'],
  },
  {
    name: 'arts early A: five majors of one school',
    batch: 'arts-early-a',
    list: { first: [choice('A422', ['01', '17', 'E1', 'MP', '05'])] },
    facts: { kind: 'arts', lists: ['艺术校考合格'] },
    expected: ['first.1.major5 tooManyMajors'],
  },
  {
    name: '高水平运动队: a school without majors',
    batch: 'sports-team',
    list: { first: [choice('A457', [], { adjustment: null })] },
    facts: { lists: ['高水平运动队'] },
    expected: [],
  },
];

test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { batch, list, facts, expected }) => {
  const filing = { pack, batch: getBatch(pack, batch), plan, facts: { ...girl, ...facts } };
  expect(check(filing, list)).toEqual(expected);
});

test.each([
  ['early-a', 'early-b-marine', true],
  ['early-b-marine', 'early-b-sergeant', true],
  ['early-a', 'sports-early', true],
  ['arts-early-a', 'spring-early', true],
  ['early-a', 'sports-team', false],
  ['early-a', 'regular-1', false],
  ['regular-1', 'sports-regular-1', true],
  ['regular-1', 'arts-undergraduate-1', true],
  ['regular-1', 'regular-2', false],
  ['early-a-2', 'early-b-2-other', true],
  ['early-a', 'early-a-2', false],
])('%s with %s saved before: overwritten %s', (batch, saved, overwritten) => {
  expect(checkOverwrite(pack, getBatch(pack, batch), saved)?.code ?? null).toBe(overwritten ? saved : null);
  const together = listAbandonGroup(pack, batch).some(({ code }) => code === saved);
  expect(together).toBe(overwritten);
});

test.each<[string, CandidateFacts, string | null]>([
  ['early-b-sergeant', { kind: 'general', totalScore: 240 }, null],
  ['early-b-sergeant', { kind: 'general', totalScore: 239 }, 'condition'],
  ['regular-1', { kind: 'arts' }, null],
  ['regular-1', { kind: 'spring' }, 'candidateKind'],
  ['arts-undergraduate-1', { kind: 'arts', artsProvincial: [] }, 'condition'],
  ['sports-early', { kind: 'sports', sportsScore: 80 }, null],
  ['flight-military', { kind: 'general', lists: [] }, 'condition'],
])('%s is open to %j: %s', (batch, facts, refused) => {
  expect(findBatchIneligibility(getBatch(pack, batch), facts)?.code ?? null).toBe(refused);
});

test('the first submission and five modifications, without an hour between them', () => {
  const batch = getBatch(pack, 'regular-1');
  const at = (used: number) =>
    checkSaveQuota({
      ...batch,
      savesUsed: used,
      lastSavedAt: used === 0 ? null : new Date(0),
      now: new Date(0),
    });
  expect([0, 1, 5].map((used) => at(used))).toEqual(
    [6, 5, 1].map((savesLeft) => ({ state: 'allowed', savesLeft })),
  );
  expect(at(6).state).toBe('exhausted');
});

test.each([
  ['regular-1', '07-05T08:59:59.999', 'before'],
  ['regular-1', '07-05T17:59:59.999', 'open'],
  ['regular-1', '07-05T18:00:00.000', 'pause'],
  ['regular-1', '07-07T17:59:59.999', 'open'],
  ['regular-1', '07-07T18:00:00.000', 'closed'],
  ['early-a', '06-29T18:00:00.000', 'closed'],
])('%s at %s is %s', (batch, time, phase) => {
  const [window = null] = listDefaultWindows(pack, getBatch(pack, batch));
  expect(findPhase(window, new Date(`2026-${time}+08:00`))).toBe(phase);
});

test('the province is one file of at most 300 lines, each batch and round with its source', () => {
  const file = path.join(__dirname, '../../../seeds/reference/rule-packs/shandong-2026.json');
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(300);
  for (const { code, source } of [...pack.batches, ...pack.rounds])
    expect([code, source]).toEqual([code, expect.stringMatching(/./)]);
});
