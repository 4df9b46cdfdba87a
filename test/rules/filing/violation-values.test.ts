import { checkChoiceList } from '../../../src/rules/filing/check-choice-list';
import { findExceededCap } from '../../../src/rules/filing/check-school-cap';
import type { ChoiceList, Violation, ViolationCode } from '../../../src/rules/filing/choice-list';
import { splitCombinedCode } from '../../../src/rules/filing/codes';
import { normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import { orderViolations } from '../../../src/rules/filing/order-violations';
import type { Batch, Section } from '../../../src/rules/pack/rule-pack';
import {
  block,
  choice,
  EMPTY,
  type Filing,
  getBatch,
  loadPack,
  planGroup,
  planOf,
  planRow,
  planRows,
} from './filing';

/** What is said of a list under one code: the values of the sentence. */
function valuesOf(filing: Filing, code: ViolationCode, choices: ChoiceList, raw = false) {
  const list = raw ? choices : normaliseChoiceList(filing.batch, choices);
  return checkChoiceList({ facts: {}, ...filing, choices: list })
    .filter((one) => one.code === code)
    .map(({ values }) => values);
}

const henan = loadPack('henan-2021');
const groups = loadPack('henan-2026');
const jiangsu = loadPack('jiangsu-2021');

function withSections(batch: Batch, change: (section: Section, index: number) => Partial<Section>): Batch {
  return { ...batch, sections: batch.sections.map((one, index) => ({ ...one, ...change(one, index) })) };
}

describe('with 院校 and 专业', () => {
  const plan = planOf(
    [
      ...planRows('0001', ['01', '02']),
      planRow('0001', '03', { category: '护理' }),
      planRow('0001', '04', { planType: 'elsewhere' }),
      planRow('0001', '05', { restrictions: [block('sex', 'equals', 'male')] }),
    ],
    { '6000': 'otherBatch', '0001/60': 'otherBatch' },
  );
  const filing: Filing = { pack: henan, batch: getBatch(henan, 'early-other'), plan };
  const label = filing.batch.sections[0]?.label ?? '';

  it.each<[ViolationCode, ChoiceList, Violation['values'][]]>([
    ['institutionMalformed', { first: [choice('1', ['01'])] }, [{ code: '1', length: 4 }]],
    ['institutionUnknown', { first: [choice('9999', ['01'])] }, [{ code: '9999' }]],
    ['institutionOtherBatch', { first: [choice('6000', ['01'])] }, [{ code: '6000' }]],
    [
      'groupUnknown',
      { first: [choice('0001', ['01'], { group: '101' })] },
      [{ code: '101', institution: '0001', length: 0 }],
    ],
    ['majorMalformed', { first: [choice('0001', ['1'])] }, [{ code: '1', length: 2 }]],
    ['majorUnknown', { first: [choice('0001', ['99'])] }, [{ code: '99', institution: '0001' }]],
    ['majorOtherBatch', { first: [choice('0001', ['60'])] }, [{ code: '60', institution: '0001' }]],
    ['majorMissing', { first: [choice('0001')] }, [{ min: 1 }]],
    ['majorGap', { first: [choice('0001', ['', '02'])] }, [{ filled: 2 }]],
    ['majorRepeated', { first: [choice('0001', ['01', '02', '01'])] }, [{ code: '01', first: 1 }]],
    ['tooManyMajors', { first: [choice('0001', ['01', '', '', '', '', '', '02'])] }, [{ max: 5 }]],
    ['postUnknown', { first: [choice('0001', ['01'], { posts: ['101'] })] }, [{ code: '101' }]],
    [
      'categoriesMixed',
      { first: [choice('0001', ['01', '03'])] },
      [{ code: '03', category: '护理', first: '' }],
    ],
    [
      'planTypeNotHere',
      { first: [choice('0001', ['04'])] },
      [{ code: '04', institution: '0001', planType: 'elsewhere', section: label }],
    ],
    ['notEligible', { first: [choice('0001', ['05'])] }, [{ institution: '0001', code: '05', fact: 'sex' }]],
    [
      'choiceRepeated',
      { second: [choice('0001', ['01']), choice('0001', ['02'])], first: [choice('0001', ['01'])] },
      [{ code: '0001', first: 1 }],
    ],
    [
      'slotGap',
      { first: [choice('0001', ['01'])], second: [EMPTY, choice('0001', ['01'])] },
      [{ filled: 2, min: 0 }],
    ],
    ['tooManySlots', { first: [EMPTY, choice('0001', ['01'])] }, [{ max: 1 }]],
    ['tooManySlots', { strange: [choice('0001', ['01'])] }, [{ max: 0 }]],
  ])('%s of %j', (code, choices, expected) => {
    expect(valuesOf(filing, code, choices)).toEqual(expected);
  });

  it('an amber finding is amber, a red one red', () => {
    const [red] = checkChoiceList({
      ...filing,
      facts: {},
      choices: normaliseChoiceList(filing.batch, { first: [choice('1', ['01'])] }),
    });
    expect(red?.severity).toBe('block');
  });

  it('what a section asks is told with its label', () => {
    const batch = withSections(filing.batch, () => ({ eligibility: [block('minority', 'equals', true)] }));
    const list = { first: [choice('0001', ['01'])] };
    expect(valuesOf({ ...filing, batch }, 'notEligible', list)).toEqual([
      { section: label, fact: 'minority' },
    ]);
  });

  it('adjustment may not be missed where no 专业 is named for want of a field, and may where none was typed yet', () => {
    const none = { adjustment: null };
    const missing = (majors: string[], section: Partial<Section>, institution = '0001') =>
      valuesOf(
        { ...filing, batch: withSections(filing.batch, () => section) },
        'adjustmentMissing',
        { first: [choice(institution, majors, none)] },
        true,
      ).length;
    expect(missing(['01'], {})).toBe(1);
    expect(missing([], {})).toBe(0);
    expect(missing(['01'], {}, '')).toBe(0);
    expect(missing([], { majors: { min: 0, max: 0 } })).toBe(1);
  });

  it('of 专业 beyond the fields only their number is said', () => {
    const beyond = { first: [choice('0001', ['01', '02', '', '', '', '9', '01'])] };
    const said = checkChoiceList({
      ...filing,
      facts: {},
      choices: normaliseChoiceList(filing.batch, beyond),
    });
    expect(said.map(({ code, at }) => [code, at.major])).toEqual([['tooManyMajors', 6]]);
  });

  it('of a 专业 that is malformed twice only the form is said', () => {
    const said = checkChoiceList({
      ...filing,
      facts: {},
      choices: normaliseChoiceList(filing.batch, { first: [choice('0001', ['1', '1'])] }),
    });
    expect(said.map(({ code }) => code)).toEqual(['majorMalformed', 'majorMalformed']);
  });

  it('a plan that knows an institution and has no row of it here has nothing of it', () => {
    const empty = { ...plan, findInstitution: () => null };
    expect(
      valuesOf({ ...filing, plan: empty }, 'institutionUnknown', { first: [choice('0001', ['01'])] }),
    ).toEqual([{ code: '0001' }]);
  });

  it('ordered sections concern those that are ordered alone', () => {
    const [first, second] = filing.batch.sections as [Section, Section];
    const batch: Batch = {
      ...filing.batch,
      sections: [{ ...first, code: 'free' }, first, second],
      sectionsOrdered: true,
    };
    const at = (choices: ChoiceList) =>
      checkChoiceList({ ...filing, batch, facts: {}, choices: normaliseChoiceList(batch, choices) }).map(
        (one) => [one.code, one.at.section],
      );
    expect(at({ first: [choice('0001', ['01'])] })).toEqual([]);
    expect(at({ second: [choice('0001', ['01'])] })).toEqual([['sectionGap', 'first']]);
  });
});

describe('with 专业组', () => {
  const plan = planOf(
    [
      ...planRows('1105', ['01', '02'], { group: '101' }),
      planRow('1105', '03', { group: '102' }),
      planRow('1106', '01', { group: '201' }),
    ],
    { '1105+104': 'otherTrack', '1105/60': 'withdrawn', '1105/03': 'withdrawn' },
    {
      '1105+102': planGroup('1105', '102', ['化学', '生物学']),
      '1106+201': planGroup('1106', '201', ['化学', '生物学'], 'any'),
    },
  );
  const filing: Filing = { pack: groups, batch: getBatch(groups, 'undergraduate'), plan };
  const inGroup = (group: string, majors: string[], institution = '1105') => ({
    parallel: [choice(institution, majors, { group })],
  });

  it.each<[ViolationCode, ChoiceList, Violation['values'][]]>([
    ['groupMissing', inGroup('', ['01']), [{ code: '', institution: '1105', length: 3 }]],
    ['groupMalformed', inGroup('1', ['01']), [{ code: '1', institution: '1105', length: 3 }]],
    ['groupOtherTrack', inGroup('104', ['01']), [{ code: '104', institution: '1105', length: 3 }]],
    // A 专业 that was taken out of the plan is not looked for in another group.
    ['majorWithdrawn', inGroup('101', ['03']), [{ code: '03', institution: '1105' }]],
    ['majorOtherGroup', inGroup('102', ['02']), [{ code: '02', institution: '1105', group: '101' }]],
    ['majorUnknown', inGroup('102', ['99']), [{ code: '99', institution: '1105' }]],
    ['subjectsUnknown', inGroup('102', ['03']), [{ group: '102', mode: 'all', subjects: '化学、生物学' }]],
  ])('%s of %j', (code, choices, expected) => {
    expect(valuesOf(filing, code, choices)).toEqual(expected);
  });

  it.each([
    ['102', '1105', { electives: ['地理'] }, 'all', '化学、生物学'],
    ['102', '1105', { electives: ['化学'] }, 'all', '生物学'],
    ['201', '1106', { electives: ['地理'] }, 'any', '化学、生物学'],
    // 首选 that the record leaves empty is none.
    ['102', '1105', { firstSubject: '', electives: ['化学'] }, 'all', '生物学'],
    ['102', '1105', { firstSubject: '生物学', electives: ['地理'] }, 'all', '化学'],
    ['102', '1105', { firstSubject: ['生物学'], electives: ['化学'] }, 'all', '生物学'],
  ])('a group %s of %s asked of %j', (group, institution, facts, mode, missing) => {
    const list = inGroup(group, [group === '102' ? '03' : '01'], institution);
    expect(valuesOf({ ...filing, facts: facts as never }, 'subjectsNotMet', list)).toEqual([
      { group, mode, subjects: '化学、生物学', missing },
    ]);
  });

  it('subjects are told of a known group alone, once', () => {
    for (const list of [inGroup('109', ['01']), inGroup('', ['01']), inGroup('101', ['01'])])
      for (const code of ['subjectsNotMet', 'subjectsUnknown'] as const)
        expect(valuesOf(filing, code, list)).toEqual([]);
  });

  it('rows without a group ask for no subjects', () => {
    const batch = withSections(getBatch(henan, 'arts-early'), () => ({ majors: { min: 1, max: 2 } }));
    const [code = ''] = batch.sections.map((section) => section.code);
    const asked: string[] = [];
    const rows = planOf([planRow('0001', '01'), planRow('0001', '02', { group: '301' })]);
    const watched: typeof rows = {
      ...rows,
      findGroup: (institution: string, group: string) => {
        asked.push(group);
        return rows.findGroup(institution, group);
      },
    };
    valuesOf({ pack: henan, batch, plan: watched }, 'subjectsNotMet', {
      [code]: [choice('0001', ['01', '02'])],
    });
    expect(asked).toEqual(['301']);
    expect(
      valuesOf({ pack: henan, batch, plan: { ...watched, findGroup: () => null } }, 'subjectsUnknown', {
        [code]: [choice('0001', ['02'])],
      }),
    ).toEqual([]);
  });
});

describe('with institution and group as one code (Jiangsu)', () => {
  const plan = planOf(
    planRows('1101', ['01'], { group: '03' }),
    {},
    { '1101+03': planGroup('1101', '03', ['化学']) },
  );
  const filing: Filing = { pack: jiangsu, batch: getBatch(jiangsu, 'undergraduate'), plan };
  const typed = (code: string) => ({
    parallel: [choice('', ['01'], splitCombinedCode(code, jiangsu.codes.institution))],
  });

  it('both parts are one code of six', () => {
    expect(valuesOf(filing, 'institutionMalformed', typed('11013'))).toEqual([{ code: '11013', length: 6 }]);
    expect(valuesOf(filing, 'institutionMalformed', typed('1101'))).toEqual([{ code: '1101', length: 6 }]);
  });

  it('subjects are told at its one field', () => {
    const said = checkChoiceList({
      ...filing,
      facts: { electives: ['地理'] },
      choices: normaliseChoiceList(filing.batch, typed('110103')),
    });
    expect(said.map(({ code, at }) => [code, at.field])).toEqual([['subjectsNotMet', 'institution']]);
  });
});

describe('with 岗位', () => {
  const base = getBatch(henan, 'early-teacher');
  const batch = withSections(base, () => ({ unit: 'school+major+post', majors: { min: 1, max: 2 } }));
  const pack = { ...henan, codes: { ...henan.codes, post: { length: 3, alphabet: 'digits' as const } } };
  const plan = planOf([planRow('0001', '01', { post: '101' }), planRow('0001', '02', { post: '201' })]);
  const list = (majors: string[], posts: string[]) => ({ parallel: [choice('0001', majors, { posts })] });

  it.each<[ViolationCode, ChoiceList, Violation['values'][]]>([
    ['postMissing', list(['01'], []), [{ code: '', length: 3 }]],
    ['postMalformed', list(['01'], ['1']), [{ code: '1', length: 3 }]],
    ['postUnknown', list(['01'], ['999']), [{ code: '999', length: 3 }]],
    ['postUnknown', list(['01', '02'], ['101', '201', '301']), [{ code: '301' }]],
    ['majorMissing', list(['01'], ['101', '201']), [{ min: 1 }]],
  ])('%s of %j', (code, choices, expected) => {
    expect(valuesOf({ pack, batch, plan }, code, choices)).toEqual(expected);
  });

  it('none where the pack has no form for them, or the section none', () => {
    const asked = (given: Filing) => valuesOf(given, 'postMissing', list(['01'], []));
    expect(asked({ pack: henan, batch, plan })).toEqual([]);
    expect(asked({ pack, batch: base, plan })).toEqual([]);
  });
});

describe('caps', () => {
  const batch = getBatch(henan, 'undergraduate-1');
  const plan = planOf(['1101', '1102', '1103', '1104'].flatMap((code) => planRows(code, ['01'])));
  const list = (...codes: string[]) => ({ parallel: codes.map((code) => choice(code, ['01'])) });
  const pack = {
    ...henan,
    schoolCaps: [{ fact: 'defaulter', schoolsPerParallelSection: 2, message: '最多两所' }],
    caps: [
      { fact: null, counts: 'slots' as const, max: 3, message: '最多三个', batches: [batch.code] },
      { fact: null, counts: 'schools' as const, max: 0, message: '没有', batches: ['other'] },
      { fact: 'x', sections: ['directed'], counts: 'schools' as const, max: 0, message: '定向' },
    ],
  };
  const filing: Filing = { pack: pack as Filing['pack'], batch, plan };

  it.each<[Filing['facts'], string[], unknown[]]>([
    [{}, ['1101', '1102', '1103'], []],
    [{}, ['1101', '1102', '1103', '1101'], [['sectionCap', 4, { max: 3 }, '最多三个']]],
    [{ defaulter: true }, ['1101', '1102', '1101'], []],
    [{ defaulter: true }, ['1101', '1102', '1103'], [['schoolCap', 3, { max: 2 }, '最多两所']]],
    [{ defaulter: false }, ['1101', '1102', '1103'], []],
    [{ x: true }, ['1101'], []],
  ])('of %j with %j', (facts, codes, expected) => {
    const choices = normaliseChoiceList(batch, list(...codes));
    const said = checkChoiceList({ ...filing, facts: facts ?? {}, choices }).filter(({ code }) =>
      /Cap$/.test(code),
    );
    expect(said.map(({ code, at, values, message }) => [code, at.slot, values, message])).toEqual(expected);
    const [first] = expected as [string, number, object, string][];
    expect(findExceededCap(filing.pack, batch, facts ?? {}, choices)).toBe(first?.[3] ?? null);
  });

  it('of last year’s defaulters count in parallel sections alone', () => {
    const sequential = withSections(batch, () => ({ mode: 'sequential' }));
    const choices = normaliseChoiceList(batch, list('1101', '1102', '1103'));
    expect(findExceededCap(filing.pack, batch, { defaulter: true }, choices)).toBe('最多两所');
    expect(findExceededCap(filing.pack, sequential, { defaulter: true }, choices)).toBeNull();
    const { caps: _none, ...without } = filing.pack;
    expect(findExceededCap(without, batch, { defaulter: true }, choices)).toBe('最多两所');
    expect(findExceededCap(without, batch, {}, choices)).toBeNull();
  });

  it('slots without a school name none', () => {
    const choices = { parallel: [choice('', ['01']), choice('1101', ['01']), choice('1102', ['01'])] };
    expect(findExceededCap(filing.pack, batch, { defaulter: true }, choices)).toBeNull();
  });
});

describe('without 专业 (专升本)', () => {
  const base = getBatch(henan, 'upgrade');
  const sexes = (...sex: string[]) => ({ restrictions: sex.map((one) => block('sex', 'equals', one)) });
  const amber = { ...block('height', 'atLeast', 170, '身高'), severity: 'warn' as const };
  const plan = planOf([
    planRow('6000', '01', sexes('male')),
    planRow('6000', '02', { restrictions: [block('sex', 'equals', 'male'), block('age', 'atLeast', 1)] }),
    planRow('6001', '01', { restrictions: [amber] }),
    planRow('6001', '02', { restrictions: [amber] }),
    planRow('6002', '01', { planType: 'directed-medical' }),
    planRow('6002', '02', sexes('male')),
    planRow('6003', '01', { planType: 'directed-medical' }),
    planRow('6003', '02', { planType: 'directed-tibet' }),
  ]);
  const batch = withSections(base, () => ({
    slotRules: [{ category: '', onlySlots: [1, 2], message: '前两个' }],
  }));
  const said = (code: string, filing: Partial<Filing> = {}, slot = 1) => {
    const given = { pack: henan, batch: base, plan, facts: {}, ...filing };
    const slots = [...Array.from({ length: slot - 1 }, () => EMPTY), choice(code, [], { adjustment: null })];
    const choices = normaliseChoiceList(given.batch, { parallel: slots });
    return checkChoiceList({ ...given, choices })
      .filter((one) => one.code !== 'slotGap')
      .map((one) => `${one.code} ${one.severity} ${one.message ?? ''}`.trim());
  };

  it.each([
    // What several rows ask alike is said once.
    ['6000', 1, ['notEligible block sex', 'notEligible block age']],
    ['6001', 1, ['notEligible warn 身高']],
    // The row that comes furthest is told of.
    ['6002', 1, ['notEligible block sex']],
    ['6003', 1, ['planTypeNotHere block']],
  ])('%s in slot %i lacks %j', (code, slot, expected) => {
    expect(said(code, {}, slot)).toEqual(expected);
  });

  it('a slot rule is told before what a row asks', () => {
    expect(said('6001', { batch }, 3)).toEqual(['slotRule block 前两个']);
    expect(said('6001', { batch }, 2)).toEqual(['notEligible warn 身高']);
  });

  it('a row that is open without a word is enough', () => {
    const open = planOf([planRow('6001', '01', sexes('male')), planRow('6001', '02')]);
    expect(said('6001', { plan: open })).toEqual([]);
  });
});

describe('the order of the page', () => {
  const batch = getBatch(henan, 'early-other');
  const at = (place: Violation['at'], code: ViolationCode = 'slotGap', message?: string): Violation => ({
    code,
    severity: 'block',
    at: place,
    values: {},
    ...(message === undefined ? {} : { message }),
  });
  const right = [
    at({}),
    at({ section: 'first' }),
    at({ section: 'first', slot: 1 }),
    at({ section: 'first', slot: 1, field: 'institution' }),
    at({ section: 'first', slot: 1, field: 'group' }),
    at({ section: 'first', slot: 1, field: 'major', major: 1 }),
    at({ section: 'first', slot: 1, field: 'post', major: 2 }),
    at({ section: 'first', slot: 1, field: 'major', major: 10 }),
    at({ section: 'first', slot: 1, field: 'adjustment' }),
    at({ section: 'first', slot: 2 }),
    at({ section: 'second', slot: 1 }),
    at({ section: 'strange', slot: 1 }),
    at({ undertaking: 'medical' }),
  ];

  it('is that of its fields, whatever was found first', () => {
    expect(orderViolations(batch, right.toReversed())).toEqual(right);
    const shuffled = right.map((_one, index) => right[(index * 5) % right.length] as Violation);
    expect(orderViolations(batch, shuffled)).toEqual(right);
  });

  it('has each finding once, and those apart that differ in anything', () => {
    const different = [
      at({ section: 'first' }),
      at({ section: 'first' }, 'sectionGap'),
      at({ section: 'first' }, 'slotGap', 'x'),
      at({ undertaking: 'medical' }),
      at({ undertaking: 'village' }),
    ];
    expect(orderViolations(batch, [...different, ...different])).toHaveLength(different.length);
  });
});
