import { findMissingSubjects } from '../../../src/rules/filing/check-subjects';
import { check, choice, getBatch, loadPack, planGroup, planOf, planRow } from './filing';

const facts = { firstSubject: '物理', electives: ['化学', '地理'] };

test.each<[string, 'all' | 'any', string[], string[]]>([
  ['不限', 'all', [], []],
  ['化学', 'all', ['化学'], []],
  ['首选 counts as well', 'all', ['物理', '化学'], []],
  ['化学和生物学', 'all', ['化学', '生物学'], ['生物学']],
  ['化学或生物学', 'any', ['化学', '生物学'], []],
  ['思想政治或生物学', 'any', ['思想政治', '生物学'], ['思想政治', '生物学']],
])('%s of somebody of 物理, 化学 and 地理', (_name, mode, subjects, missing) => {
  expect(findMissingSubjects({ mode, subjects }, facts)).toEqual(missing);
});

test('whose subjects are not in the record meets only what requires nothing', () => {
  expect(findMissingSubjects({ mode: 'all', subjects: [] }, {})).toEqual([]);
  expect(findMissingSubjects({ mode: 'any', subjects: ['化学'] }, {})).toBeNull();
  expect(findMissingSubjects({ mode: 'all', subjects: ['物理'] }, { firstSubject: '物理' })).toBeNull();
});

test('without 首选 (3+3) the chosen subjects alone count', () => {
  expect(findMissingSubjects({ mode: 'all', subjects: ['物理'] }, { electives: ['物理'] })).toEqual([]);
});

describe('a slot of 专业+院校', () => {
  const pack = loadPack('henan-2021');
  const batch = getBatch(pack, 'arts-early');
  const section = { ...batch.sections[0], unit: 'school+major' as const };
  const plan = planOf(
    [planRow('1105', '01', { group: '301' }), planRow('1106', '01', { group: '302' })],
    {},
    { '1105+301': planGroup('1105', '301', ['生物学']) },
  );

  test('is held to what the group of its row requires, at its 专业', () => {
    const [only = ''] = batch.sections.map(({ code }) => code);
    const filing = { pack, batch: { ...batch, sections: [section] } as typeof batch, plan, facts };
    const slot = (code: string) => choice(code, ['01'], { adjustment: null });
    const named = check(filing, { [only]: [slot('1105'), slot('1106')] });
    expect(named.filter((name) => name.includes('subjects'))).toEqual([`${only}.1.major1 subjectsNotMet`]);
  });
});
