import type { Batch } from '../../../src/rules/pack/rule-pack';
import { getBatch, loadPack } from '../../rules/filing/filing';

const pack = loadPack('henan-2021');

const FIRST_SECOND = 'first 1×5 required; second 4×5 required';
const SEQUENTIAL_ARTS = 'first 1×1 groupOnly; second 1×1 groupOnly';
const FINE_ARTS = 'parallel 9×1 none';
const SIX = 'parallel 6×5 required';
const ONE = 'first 1×5 required';
const EXTRA = 'directed 1×5 required; preparatory 1×1 required';
const ALL = 'general arts sports';

/** Code, name, round, layout, group, kinds: the table of the batches of 2021. */
const TABLE: readonly (readonly [string, string, number, string, string, string])[] = [
  ['pilot', '军队招飞', 1, 'first 1×1 none', '', 'general'],
  ['early-teacher', '地方公费师范生', 1, SIX, 'G1', 'general'],
  ['early-military', '提前批军事', 1, FIRST_SECOND, 'G1', 'general'],
  ['early-police', '提前批公安及国家专项公安计划', 1, FIRST_SECOND, 'G1', 'general'],
  ['early-other', '提前批其他', 1, FIRST_SECOND, 'G1', ALL],
  ['sports-undergraduate', '体育本科', 1, SIX, 'G1', 'sports'],
  ['early-justice', '提前批司法及国家专项司法计划', 1, FIRST_SECOND, 'G1', 'general'],
  ['arts-early', '艺术本科提前批', 1, SEQUENTIAL_ARTS, 'G1', 'arts'],
  ['national-special', '国家专项计划本科批', 1, SIX, '', 'general'],
  ['upgrade', '专升本', 1, 'parallel 5×0 none', '', 'upgrade'],
  ['vocational-undergraduate', '对口生本科', 1, 'parallel 4×4 required', '', 'vocational'],
  ['vocational-junior', '对口生专科', 1, 'parallel 5×4 required', '', 'vocational'],
  ['arts-a-fine', '艺术本科A段(美术和书法类)', 2, FINE_ARTS, 'G2', 'arts'],
  ['arts-a-other', '艺术本科A段(非美术和书法类)', 2, SEQUENTIAL_ARTS, 'G2', 'arts'],
  ['arts-b-fine', '艺术本科B段(美术和书法类)', 2, FINE_ARTS, 'G3', 'arts'],
  ['arts-b-other', '艺术本科B段(非美术和书法类)', 2, SEQUENTIAL_ARTS, 'G3', 'arts'],
  ['university-special', '高校专项', 2, ONE, 'G5', 'general'],
  ['arts-troupe', '高水平艺术团', 2, ONE, 'G5', 'general'],
  ['sports-team', '高水平运动队', 2, ONE, 'G5', 'general'],
  ['undergraduate-1', '本科一批', 2, `${SIX}; ${EXTRA}`, '', ALL],
  ['local-special', '地方专项计划本科批', 2, SIX, '', 'general'],
  ['undergraduate-2', '本科二批', 2, `parallel 9×5 required; ${EXTRA}`, '', ALL],
  ['junior-early', '专科提前批普通类', 3, FIRST_SECOND, 'G4', 'general'],
  ['junior-sports', '体育类专科', 3, SIX, 'G4', 'sports'],
  ['junior-arts-fine', '艺术类专科(美术和书法类)', 3, FINE_ARTS, 'G4', 'arts'],
  ['junior-arts-other', '艺术类专科(非美术和书法类)', 3, SEQUENTIAL_ARTS, 'G4', 'arts'],
  ['junior', '高职高专批', 3, SIX, '', ALL],
  ['supplementary-undergraduate-1', '本科一批征集志愿', 4, SIX, '', ALL],
  ['supplementary-undergraduate-2', '本科二批征集志愿', 4, SIX, '', ALL],
];

function nameLayout({ sections }: Batch): string {
  return sections
    .map(({ code, slots, majors, adjustment }) => `${code} ${slots.max}×${majors.max} ${adjustment}`)
    .join('; ');
}

test('the batches of 2021, as the table of the year has them', () => {
  const found = pack.batches.map((batch) => [
    batch.code,
    batch.name,
    Number(batch.round.replace('round-', '').replace('supplementary', '4')),
    nameLayout(batch),
    batch.exclusiveGroup ?? '',
    batch.candidateKinds.join(' '),
  ]);
  expect(found).toEqual(TABLE);
});

test.each([
  ['G1', 7],
  ['G2', 2],
  ['G3', 2],
  ['G4', 4],
  ['G5', 3],
])('%s has %i categories, given up together as they overwrite each other', (group, count) => {
  expect(pack.batches.filter(({ exclusiveGroup }) => exclusiveGroup === group)).toHaveLength(count);
  expect(pack.batches.filter(({ abandonGroup }) => abandonGroup === group)).toHaveLength(count);
});

test.each(pack.batches.map((batch) => [batch.code, batch] as const))(
  '%s: three saves an hour apart, thirty minutes, at least one 专业 where there is any',
  (_, batch) => {
    expect([batch.maxSaves, batch.cooldownMinutes, batch.formMinutes]).toEqual([3, 60, 30]);
    expect([batch.formExtensions, batch.formExtensionOfferMinutes, batch.abandonable]).toEqual([10, 5, true]);
    expect(batch.abandonGroup).toBe(batch.exclusiveGroup);
    for (const { majors } of batch.sections) expect(majors.min).toBe(Math.min(1, majors.max));
    const codes = batch.sections.map(({ code }) => code);
    expect(batch.orderedSections).toEqual(codes.includes('second') ? ['first', 'second'] : []);
    expect(batch.sectionsOrdered).toBe(codes.includes('second'));
  },
);

test('what the manual fixes of the labels', () => {
  const labels = (code: string) => getBatch(pack, code).sections.map(({ label }) => label);
  expect(labels('early-other')).toEqual([
    '第一志愿（非定向志愿正常填报，如需填报定向志愿请在此处填写）',
    '第二志愿',
  ]);
  expect(labels('arts-a-other')).toEqual([
    '第一志愿（非美术类和书法类，专业调剂仅适用于专业组内的专业）',
    '第二志愿（非美术类和书法类，专业调剂仅适用于专业组内的专业）',
  ]);
  expect(labels('arts-a-fine')).toEqual(['平行志愿(美术和书法类)']);
  const slots = getBatch(pack, 'early-other').sections.flatMap(({ slotLabels }) => slotLabels);
  expect(slots).toEqual(['第一志愿', '平行志愿1', '平行志愿2', '平行志愿3', '平行志愿4']);
});

test('plan types stand in the sections made for them', () => {
  const found = pack.batches.flatMap((batch) =>
    batch.sections
      .filter(({ planTypes }) => planTypes.join() !== 'ordinary')
      .map(({ code, planTypes }) => `${batch.code}.${code}: ${planTypes.join(' ')}`),
  );
  expect(found).toEqual([
    'early-police.first: ordinary national-special-police',
    'early-police.second: ordinary national-special-police',
    'early-other.first: ordinary directed-medical directed-tibet',
    'early-justice.first: ordinary national-special-justice',
    'early-justice.second: ordinary national-special-justice',
    'undergraduate-1.directed: directed-tibet',
    'undergraduate-1.preparatory: preparatory',
    'undergraduate-2.directed: directed-tibet',
    'undergraduate-2.preparatory: preparatory',
  ]);
});

test('计划查询 only for 专升本 and 对口, whose plan is narrowed by what the candidate registered', () => {
  const found = pack.batches
    .filter(({ planQuery, planAudienceFact }) => planQuery || planAudienceFact !== null)
    .map(({ code, planQuery, planAudienceFact }) => [code, planQuery, planAudienceFact]);
  expect(found).toEqual([
    ['upgrade', true, 'registeredMajor'],
    ['vocational-undergraduate', true, 'vocationalCategory'],
    ['vocational-junior', true, 'vocationalCategory'],
  ]);
});

test('every heading has a batch; those over a group carry the notice', () => {
  for (const { code, note } of pack.headings) {
    const batches = pack.batches.filter(({ heading }) => heading === code);
    expect(batches.length).toBeGreaterThan(0);
    const grouped = batches.some(({ exclusiveGroup }) => exclusiveGroup !== null);
    expect(note?.startsWith('【注意】填报同一组内不同类别的志愿时会相互覆盖') ?? false).toBe(grouped);
  }
});

test('the notice has five paragraphs and leaves its numbers to the pack', () => {
  expect(pack.filingNotice).toHaveLength(5);
  const places = pack.filingNotice.join('').match(/\{\{\w+\}\}/g) ?? [];
  expect([...new Set(places)].toSorted()).toEqual([
    '{{abandonGroups}}',
    '{{cooldown}}',
    '{{formMinutes}}',
    '{{maxSaves}}',
    '{{modifications}}',
  ]);
});

test('undertakings for both kinds of 定向, naming institution and majors', () => {
  expect(pack.undertakings.map(({ name }) => name)).toEqual(['定向西藏', '医学定向']);
  for (const { paragraphs } of pack.undertakings) {
    expect(paragraphs.join('')).toContain('{{institution}}');
    expect(paragraphs.join('')).toContain('{{majors}}');
  }
});
