import {
  AGREED,
  keepAgreed,
  listAgreed,
  listFormUndertakings,
  withAgreed,
} from '../../../src/rules/filing/agreements';
import { checkAgreements } from '../../../src/rules/filing/check-agreements';
import { checkChoiceList } from '../../../src/rules/filing/check-choice-list';
import type { Batch, RulePack, Undertaking } from '../../../src/rules/pack/rule-pack';
import { choice, getBatch, loadPack, planOf, planRow } from './filing';

const given = loadPack('henan-2021');
const undertaking = (planType: string, agreedInForm?: boolean): Undertaking => ({
  planType,
  name: `名称${planType}`,
  title: '承诺书',
  paragraphs: [],
  ...(agreedInForm === undefined ? {} : { agreedInForm }),
});
const pack: RulePack = {
  ...given,
  undertakings: [
    undertaking('paper'),
    undertaking('no', false),
    undertaking('medical', true),
    undertaking('elsewhere', true),
    undertaking('village', true),
  ],
};
const base = getBatch(pack, 'undergraduate-1');
const [section] = base.sections;
if (section === undefined) throw new Error('no section');
/** Two sections, of which each takes one of the plan types with 承诺书. */
const batch: Batch = {
  ...base,
  sections: [
    { ...section, code: 'main', planTypes: ['ordinary', 'paper', 'no', 'medical'] },
    { ...section, code: 'more', planTypes: ['village'] },
  ],
};

test('a form asks for the 承诺书 that are agreed to in it, of the plan types of its sections', () => {
  expect(listFormUndertakings(pack, batch).map(({ planType }) => planType)).toEqual(['medical', 'village']);
  expect(listFormUndertakings(given, batch)).toEqual([]);
});

describe('a list', () => {
  const list = { main: [choice('0001', ['01'])] };
  const agreed = (planType: string) => choice(planType);

  it.each([
    [
      ['village', 'medical', 'village'],
      ['medical', 'village'],
    ],
    [['medical'], ['medical']],
    [[], []],
  ])('that agrees to %j says so once each, in one order: %j', (planTypes, said) => {
    const agreeing = withAgreed(list, planTypes);
    expect(agreeing).toEqual(said.length === 0 ? list : { ...list, [AGREED]: said.map(agreed) });
    expect(listAgreed(agreeing)).toEqual(said);
    // Agreed to anew, nothing of before stays.
    expect(withAgreed(agreeing, [])).toEqual(list);
    expect(withAgreed(agreeing, ['other'])).toEqual({ ...list, [AGREED]: [agreed('other')] });
    // What takes its place keeps it.
    expect(listAgreed(keepAgreed({ more: [] }, agreeing))).toEqual(said);
  });

  it('agrees to nothing by a name that every object has', () => {
    expect(listAgreed(Object.create({ [AGREED]: [agreed('medical')] }))).toEqual([]);
    expect(listAgreed({ [AGREED]: undefined as never })).toEqual([]);
  });

  const plan = planOf([
    planRow('0001', '01'),
    planRow('0001', '02', { planType: 'medical' }),
    planRow('0001', '03', { planType: 'paper' }),
    planRow('0002', '01', { planType: 'village' }),
    planRow('0003', '01', { planType: 'medical' }),
  ]);
  const missing = (planType: string) => ({
    code: 'undertakingNotAgreed',
    severity: 'block',
    at: { undertaking: planType },
    values: { name: `名称${planType}` },
  });

  it.each([
    [['01'], false, [], []],
    [['02'], false, [], ['medical']],
    [['02'], false, ['village'], ['medical']],
    [['02'], false, ['medical'], []],
    [['02', '03'], true, [], ['medical', 'village']],
    [['03'], true, ['medical'], ['village']],
    [['02'], true, ['medical', 'village'], []],
  ])('of majors %j, with a village %p, that agrees to %j lacks %j', (majors, village, planTypes, lacks) => {
    const choices = withAgreed(
      {
        main: [choice('0001', majors), choice('0003', ['01'])].slice(0, majors.includes('02') ? 2 : 1),
        more: village ? [choice('0002', ['01'])] : [],
      },
      planTypes,
    );
    const found = checkChoiceList({ pack, batch, facts: {}, plan, choices });
    expect(found.filter(({ code }) => code === 'undertakingNotAgreed')).toEqual(lacks.map(missing));
    // Beneath all sections of the page.
    expect(found.slice(found.length - lacks.length)).toEqual(lacks.map(missing));
  });

  it('is not held to the 承诺书 of majors that may be meant and were not named', () => {
    const unnamed = { ...section, majors: { ...section.majors, max: 0 } };
    const row = { row: planRow('0001', '02', { planType: 'medical' }), at: {} };
    const slot = { section, number: 1, choice: choice('0001'), known: true, rows: [row] };
    const context = { pack, batch, facts: {}, plan, choices: {} };
    expect(checkAgreements(context, [slot])).toEqual([missing('medical')]);
    expect(checkAgreements(context, [{ ...slot, section: unnamed }])).toEqual([]);
  });
});
