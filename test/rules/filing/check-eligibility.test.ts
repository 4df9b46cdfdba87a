import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import { block, check, choice, EMPTY, getBatch, loadPack, planOf, planRow, planRows } from './filing';

const pack = loadPack('henan-2021');

describe('what a plan row asks', () => {
  const batch = getBatch(pack, 'early-police');
  const plan = planOf([
    planRow('2001', '01', {
      restrictions: [
        block('sex', 'equals', 'male', '只招男生'),
        block('bornOn', 'between', ['1999-09-01', '2005-08-31'], '年龄不符'),
        { ...block('colourVision', 'equals', '正常', '色觉异常者慎报'), severity: 'warn' },
      ],
    }),
    planRow('2001', '02'),
    planRow('2001', '03', {
      planType: 'national-special-police',
      restrictions: [block('lists', 'contains', '国家专项', '限国家专项')],
    }),
  ]);
  const man: CandidateFacts = {
    sex: 'male',
    bornOn: '2003-03-01',
    colourVision: '正常',
    lists: ['国家专项'],
  };
  const list = { first: [choice('2001', ['01', '02', '03'])] };
  const at = 'first.1.major';

  test.each<[string, CandidateFacts, string[]]>([
    ['fits', {}, []],
    ['a woman at a plan for men', { sex: 'female' }, [`${at}1 notEligible [只招男生]`]],
    ['born 1997-10', { bornOn: '1997-10-01' }, [`${at}1 notEligible [年龄不符]`]],
    ['born on the first day', { bornOn: '1999-09-01' }, []],
    ['born a day too early', { bornOn: '1999-08-31' }, [`${at}1 notEligible [年龄不符]`]],
    ['colour-blind: a warning only', { colourVision: '色盲' }, [`${at}1 notEligible? [色觉异常者慎报]`]],
    ['colour vision unknown: a warning', { colourVision: null }, [`${at}1 notEligible? [色觉异常者慎报]`]],
    ['sex unknown: refused', { sex: null }, [`${at}1 notEligible [只招男生]`]],
    ['not in the list', { lists: [] }, [`${at}3 notEligible [限国家专项]`]],
    [
      'two faults',
      { sex: 'female', lists: [] },
      [`${at}1 notEligible [只招男生]`, `${at}3 notEligible [限国家专项]`],
    ],
  ])('%s', (_, differs, expected) => {
    expect(check({ pack, batch, plan, facts: { ...man, ...differs } }, list)).toEqual(expected);
  });
});

test('what the batch itself asks is told of the whole list', () => {
  const filing = { pack, batch: getBatch(pack, 'pilot'), plan: planOf(planRows('0001', ['01'])) };
  const list = { first: [choice('0001', ['01'], { adjustment: null })] };
  expect(check({ ...filing, facts: { lists: ['招飞合格'] } }, list)).toEqual([]);
  expect(check(filing, list)).toEqual([' notEligible [您不在招飞合格资格名单内，不能填报]']);
});

describe('the cap of a defaulter', () => {
  const codes = ['1101', '1102', '1103', '1104', '1105', '1106'];
  const plan = planOf(codes.flatMap((code) => planRows(code, ['01'])));
  const facts = { defaulter: true };
  const slots = (count: number) => codes.slice(0, count).map((code) => choice(code, ['01']));
  const [message] = pack.schoolCaps.map((cap) => cap.message);

  test('two schools in a parallel section are right, each more is refused', () => {
    const filing = { pack, batch: getBatch(pack, 'undergraduate-2'), plan, facts };
    expect(check(filing, { parallel: slots(2) })).toEqual([]);
    expect(check(filing, { parallel: slots(4) })).toEqual([
      `parallel.3.institution schoolCap [${message}]`,
      `parallel.4.institution schoolCap [${message}]`,
    ]);
    expect(check({ ...filing, facts: { defaulter: false } }, { parallel: slots(4) })).toEqual([]);
    expect(check({ ...filing, facts: {} }, { parallel: slots(4) })).toEqual([]);
  });

  test('第一志愿 does not count, a row without 院校 neither', () => {
    const filing = { pack, batch: getBatch(pack, 'early-military'), plan, facts };
    expect(check(filing, { first: slots(1), second: slots(2) })).toEqual([]);
    expect(check(filing, { first: slots(1), second: [...slots(2), choice('', ['01'])] })).toEqual([
      'second.3.institution institutionMissing',
    ]);
    expect(check(filing, { first: slots(1), second: [EMPTY, ...slots(3)] })).toEqual([
      'second.1.institution slotGap',
      `second.4.institution schoolCap [${message}]`,
    ]);
  });
});
