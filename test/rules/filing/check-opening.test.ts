import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { checkOpening, type OpeningData, type OpeningRow } from '../../../src/rules/filing/check-opening';
import type { Section } from '../../../src/rules/pack/rule-pack';

const pack = readShippedRulePack('henan-2021');
const find = (code: string) => {
  const batch = pack.batches.find((one) => one.code === code);
  if (batch === undefined) throw new Error(code);
  return batch;
};
const batch = find('early-other');
const row: OpeningRow = {
  tracks: ['1', '5'],
  audience: '',
  institution: '0001',
  group: '',
  major: '16',
  majorName: '临床医学',
  post: '',
  category: '',
  planType: 'ordinary',
  quota: 2,
  restrictionsReadable: true,
};
const sound: OpeningData = {
  pack,
  batch,
  rows: [row, { ...row, major: '27', quota: 0 }],
  institutions: new Set(['0001']),
  planYears: [2021],
  registeredKinds: new Set(['general']),
};
const check = (change: Partial<OpeningData>) => checkOpening({ ...sound, ...change }).map(({ code }) => code);
const withRow = (change: Partial<OpeningRow>) => check({ rows: [row, { ...row, major: '27', ...change }] });

describe('the check before an opening', () => {
  it('lets a batch with right data open', () => {
    expect(check({})).toEqual([]);
  });

  it.each([
    ['emptyBatch', { rows: [], planYears: [] }],
    ['wrongYear', { rows: [], planYears: [2020] }],
    ['laterYear', { planYears: [2021, 2022] }],
    ['noEligibleKind', { batch: { ...batch, candidateKinds: ['nobody'] } }],
    ['noEligibleCandidate', { registeredKinds: new Set(['upgrade']) }],
    ['noQuota', { rows: [{ ...row, quota: 0 }] }],
    ['duplicateCode', { rows: [row, { ...row, tracks: ['5'] }] }],
    ['institutionMissing', { institutions: new Set<string>() }],
    ['audienceMissing', { batch: { ...batch, planAudienceFact: 'major' } }],
  ])('finds %s', (code, change) => {
    expect(check(change)).toEqual([code]);
  });

  it.each([
    ['majorMissing', { major: '' }],
    ['codeMalformed', { major: '2' }],
    ['codeMalformed', { institution: '0001', group: '01' }],
    ['trackUnknown', { tracks: ['7'] }],
    ['trackUnknown', { tracks: [] }],
    ['planTypeUnknown', { planType: 'nothing' }],
    ['planTypeNotInBatch', { planType: 'preparatory' }],
    ['categoryMalformed', { category: ' 护理' }],
    ['audienceUnexpected', { audience: '护理学' }],
    ['quotaOutOfRange', { quota: -1 }],
    ['quotaOutOfRange', { quota: 1.5 }],
    ['restrictionUnreadable', { restrictionsReadable: false }],
  ])('finds %s in a row', (code, change) => {
    expect(withRow(change)).toEqual([code]);
  });

  it('names an example and how many rows have the fault', () => {
    const rows = [row, { ...row, major: '27', tracks: ['7'] }, { ...row, major: '31', tracks: ['8'] }];
    expect(checkOpening({ ...sound, rows })).toEqual([
      { batch: 'early-other', code: 'trackUnknown', example: '0001 27 7', count: 2 },
    ]);
  });

  it('takes the same code in two 科类 for two rows', () => {
    expect(
      check({
        rows: [
          { ...row, tracks: ['1'] },
          { ...row, tracks: ['5'] },
        ],
      }),
    ).toEqual([]);
  });

  it('tells rows without 专业代号 apart by the name of the 专业, as the import does', () => {
    const upgrade = find('upgrade');
    const school = {
      ...row,
      tracks: ['B'],
      audience: '护理学',
      major: '',
      majorName: '护理学',
      planType: 'ordinary',
    };
    const of = (...names: string[]) =>
      checkOpening({
        ...sound,
        batch: upgrade,
        rows: names.map((majorName) => ({ ...school, majorName })),
        registeredKinds: new Set(upgrade.candidateKinds),
      }).map(({ code }) => code);
    expect(of('护理学', '助产学')).toEqual([]);
    expect(of('护理学', '护理学')).toEqual(['duplicateCode']);
  });

  it('misses 专业组 and 岗位 where every section that takes the row asks for them', () => {
    const [section] = batch.sections;
    if (section === undefined) throw new Error('no section');
    const asking = (unit: 'school+group' | 'school+major+post') =>
      check({ batch: { ...batch, sections: [{ ...section, unit }] }, rows: [row] });
    expect(asking('school+group')).toEqual(['groupMissing']);
    expect(asking('school+major+post')).toEqual(['postMissing']);
  });

  const told = (change: Partial<OpeningData>) =>
    checkOpening({ ...sound, ...change }).map(({ code, example, count }) => [code, example, count]);
  const [first, second] = batch.sections as [Section, Section];

  it.each<[string, Partial<OpeningData>, unknown[]]>([
    ['a row without a major', { rows: [row, { ...row, major: '' }] }, [['majorMissing', '0001', 1]]],
    [
      'a row with a group',
      { rows: [{ ...row, group: '01', restrictionsReadable: false }] },
      [
        ['codeMalformed', '0001 01 16', 1],
        ['restrictionUnreadable', '0001 01 16', 1],
      ],
    ],
    ['two tracks', { rows: [{ ...row, tracks: ['7', '1', '8'] }] }, [['trackUnknown', '0001 16 7 8', 1]]],
    ['a plan type', { rows: [{ ...row, planType: 'nothing' }] }, [['planTypeUnknown', '0001 16 nothing', 1]]],
    ['two years', { rows: [], planYears: [2019, 2021, 2020] }, [['wrongYear', '2019 2020', 1]]],
    ['this year alone', { rows: [], planYears: [2021] }, [['emptyBatch', '', 1]]],
    ['a later year', { planYears: [2023, 2022] }, [['laterYear', '2023', 1]]],
    [
      'three rows of one code',
      { rows: [row, row, row].map((one) => ({ ...one, tracks: ['5'] })) },
      [['duplicateCode', '0001 16', 2]],
    ],
  ])('tells of %s', (_what, change, expected) => {
    expect(told(change)).toEqual(expected);
  });

  it.each([
    [99_999, []],
    [100_000, ['quotaOutOfRange']],
    [0, []],
  ])('a quota of %i: %j', (quota, expected) => {
    expect(withRow({ quota })).toEqual(expected);
  });

  it('misses a code only where every section that takes the row asks for it', () => {
    const asking = (
      units: readonly Section['unit'][],
      planTypes: readonly string[][],
      change: Partial<OpeningRow> = {},
    ) =>
      check({
        batch: {
          ...batch,
          sections: [first, second].map((section, index) => ({
            ...section,
            unit: units[index] ?? section.unit,
            planTypes: planTypes[index] ?? section.planTypes,
          })),
        },
        rows: [{ ...row, ...change }],
      });
    const both = [['ordinary'], ['ordinary']];
    expect(asking(['school+group', 'school+group'], both)).toEqual(['groupMissing']);
    expect(asking(['school+group', 'school+major'], both)).toEqual([]);
    expect(asking(['school+group', 'school+major'], [['ordinary'], ['other']])).toEqual(['groupMissing']);
    expect(asking(['school+group', 'school+major'], [['other'], ['ordinary']])).toEqual([]);
    expect(asking(['school+group', 'school+group'], [['other'], ['ordinary']], { group: '01' })).toEqual([
      'codeMalformed',
    ]);
    expect(asking(['school+major+post', 'school+major+post'], both)).toEqual(['postMissing']);
    expect(asking(['school+major+post', 'school+major+post'], both, { post: '101' })).toEqual([]);
    // A plan type of the second section alone is one of the batch.
    expect(asking(['school+major', 'school+major'], [['other'], ['ordinary']])).toEqual([]);
  });

  it('tells rows apart by each of their codes', () => {
    const apart = (change: Partial<OpeningRow>) => check({ rows: [row, { ...row, ...change }] });
    expect(apart({})).toEqual(['duplicateCode']);
    for (const change of [{ major: '27' }, { tracks: [] }, { post: '1' }])
      expect(apart(change)).not.toContain('duplicateCode');
    expect(apart({ institution: '00', major: '0116' })).not.toContain('duplicateCode');
    expect(apart({ audience: 'x' })).not.toContain('duplicateCode');
    expect(apart({ group: 'x' })).not.toContain('duplicateCode');
  });
});
