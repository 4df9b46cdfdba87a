import { comparePacks, listChangedBatches } from '../../../src/rules/pack/compare-packs';
import { listFactFaults, listKnownFacts, listUnknownFacts } from '../../../src/rules/pack/known-facts';
import type { Batch, RulePack } from '../../../src/rules/pack/rule-pack';
import { block, loadPack } from '../filing/filing';

const pack = loadPack('henan-2021');
const [first, second] = pack.batches as [Batch, Batch];

/** The pack with its first batch changed. */
const withFirst = (change: Partial<Batch>): RulePack => ({
  ...pack,
  batches: pack.batches.map((batch, index) => (index === 0 ? { ...batch, ...change } : batch)),
});
const cap = (fact: string, max: number) => ({ fact, schoolsPerParallelSection: max, message: '最多' });

describe('in what two packs differ', () => {
  it.each<
    [string, RulePack, RulePack, [path: string, before: string | undefined, after: string | undefined][]]
  >([
    ['nothing', pack, pack, []],
    ['the version alone', pack, { ...pack, version: 'x' } as never, []],
    ['a text', pack, { ...pack, code: 'other' }, [['code', pack.code, 'other']]],
    ['a number', pack, { ...pack, year: 2022 }, [['year', '2021', '2022']]],
    [
      'a number of a batch, by its code',
      pack,
      withFirst({ maxSaves: 5 }),
      [[`batches.${first.code}.maxSaves`, String(first.maxSaves), '5']],
    ],
    [
      'what comes anew in a batch',
      pack,
      withFirst({ excludes: ['x', 'y'] }),
      [[`batches.${first.code}.excludes`, undefined, '["x","y"]']],
    ],
    [
      'nothing where there was something',
      withFirst({ abandonGroup: 'G9' }),
      withFirst({ abandonGroup: null }),
      [[`batches.${first.code}.abandonGroup`, 'G9', 'null']],
    ],
    [
      'a list of texts, as a whole',
      withFirst({ candidateKinds: ['a', 'b'] }),
      withFirst({ candidateKinds: ['b', 'a'] }),
      [[`batches.${first.code}.candidateKinds`, '["a","b"]', '["b","a"]']],
    ],
    [
      'a batch that is gone, by its name',
      pack,
      { ...pack, batches: pack.batches.slice(1) },
      [[`batches.${first.code}`, first.name, undefined]],
    ],
    [
      'batches in another order',
      { ...pack, batches: [first, second] },
      { ...pack, batches: [second, first] },
      [['batches', `${first.code} ${second.code}`, `${second.code} ${first.code}`]],
    ],
    [
      'a cap, by its fact',
      { ...pack, schoolCaps: [cap('defaulter', 2)] },
      { ...pack, schoolCaps: [cap('defaulter', 3)] },
      [['schoolCaps.defaulter.schoolsPerParallelSection', '2', '3']],
    ],
    [
      'an undertaking, by its plan type',
      { ...pack, undertakings: [{ planType: 'tibet', name: 'a', title: 't', paragraphs: [] }] },
      { ...pack, undertakings: [{ planType: 'tibet', name: 'b', title: 't', paragraphs: [] }] },
      [['undertakings.tibet.name', 'a', 'b']],
    ],
    [
      'conditions, by their place',
      withFirst({ eligibility: [block('a', 'equals', 1), block('b', 'equals', 1)] }),
      withFirst({ eligibility: [block('a', 'equals', 1), block('b', 'equals', 2)] }),
      [[`batches.${first.code}.eligibility.2.value`, '1', '2']],
    ],
    [
      'the first entry of a list that was empty',
      withFirst({ eligibility: [] }),
      withFirst({ eligibility: [block('a', 'equals', 1)] }),
      [[`batches.${first.code}.eligibility`, '[]', JSON.stringify([block('a', 'equals', 1)])]],
    ],
    [
      'a value that is an entry no more',
      { ...pack, codes: null as never },
      { ...pack, codes: 'x' as never },
      [['codes', 'null', 'x']],
    ],
    [
      'mixed entries, by their place',
      { ...pack, batches: ['x', { code: 7 }] as never },
      { ...pack, batches: ['y', { code: 8 }] as never },
      [
        ['batches.1', 'x', 'y'],
        ['batches.2.code', '7', '8'],
      ],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(comparePacks(before, after)).toStrictEqual(
      expected.map(([path, was, is]) => ({ path, before: was, after: is })),
    );
  });

  it('leaves the version out, and nothing else', () => {
    expect(comparePacks(pack, { ...pack, extra: 1 } as never)).toEqual([
      { path: 'extra', before: undefined, after: '1' },
    ]);
  });
});

describe('which batches do not read alike', () => {
  const codes = pack.batches.map(({ code }) => code);
  it.each<[string, RulePack, readonly string[]]>([
    ['none', pack, []],
    ['one that changed', withFirst({ maxSaves: 5 }), [first.code]],
    ['one that is gone', { ...pack, batches: pack.batches.slice(1) }, [first.code]],
    ['none where one comes', { ...pack, batches: [...pack.batches, { ...first, code: 'new' }] }, []],
    ['none in another order', { ...pack, batches: pack.batches.toReversed() }, []],
    ['none by what concerns no batch', { ...pack, year: 2022 }, []],
    ['none by caps that are said to be none', { ...pack, caps: [] }, []],
    ['all by codes', { ...pack, codes: { ...pack.codes, major: { length: 3, alphabet: 'digits' } } }, codes],
    ['all by caps', { ...pack, caps: [{ fact: null, counts: 'slots', max: 1, message: '' }] }, codes],
    ['all by caps of before', { ...pack, schoolCaps: [cap('x', 1)] }, codes],
    ['all by plan types', { ...pack, planTypes: [] }, codes],
  ])('%s', (_what, after, expected) => {
    expect(listChangedBatches(pack, after)).toEqual(expected);
  });
});

describe('facts that a pack names', () => {
  it.each([
    ['sex', undefined, null],
    ['sex', 'text', null],
    ['sex', 'number', 'factShape'],
    ['scores.英语', 'number', null],
    ['scores.英语', 'text', 'factShape'],
    ['scores.跳舞', undefined, 'unknownFact'],
    ['nothing', 'text', 'unknownFact'],
    ['toString', undefined, 'unknownFact'],
  ] as const)('%s, asked for as %s: %p', (fact, shape, code) => {
    expect(listFactFaults('here', fact, shape)).toEqual(
      code === null ? [] : [{ path: 'here', code, value: fact }],
    );
  });

  it('are known by their names', () => {
    expect(listKnownFacts()).toEqual(
      expect.arrayContaining(['kind', 'bornOn', 'totalScore', 'artsSchoolExams']),
    );
    expect(listKnownFacts()).not.toContain('scores.英语');
  });

  it('are looked for in what a condition asks, and when', () => {
    const asked = block('sex', 'equals', 'male');
    const when = { field: 'who', equals: 'x' };
    expect(listUnknownFacts('at', [asked, block('what', 'equals', 1), { ...asked, when }])).toEqual([
      { path: 'at.1.field', code: 'unknownFact', value: 'what' },
      { path: 'at.2.when.field', code: 'unknownFact', value: 'who' },
    ]);
  });
});
