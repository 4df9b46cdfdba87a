import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRulePack } from '../../../src/domain/rule-packs/rule-pack.schema';
import { listRulePackFaults } from '../../../src/domain/rule-packs/rule-pack-faults';

const FILE = join(__dirname, '../../../seeds/reference/rule-packs/henan-2026.json');
const text = readFileSync(FILE, 'utf8');

type Json = Record<string, unknown>;
const read = (): Json => JSON.parse(text);
const faultsOf = (change: (pack: Json) => void) => {
  const pack = read();
  change(pack);
  const found = listRulePackFaults(JSON.stringify(pack));
  return found.pack === null ? found.faults : [];
};
const at = (pack: Json, ...keys: string[]) =>
  keys.reduce<Json>((value, key) => Object(Reflect.get(value, key)), pack);

test('a province is one file of at most 300 lines', () => {
  expect(text.split('\n').length).toBeLessThanOrEqual(300);
});

test('defaults, layouts and label patterns are written out, and what a batch says itself wins', () => {
  const pack = parseRulePack(read());
  const undergraduate = pack.batches.find(({ code }) => code === 'undergraduate');
  const [groups, team] = undergraduate?.sections ?? [];
  expect(undergraduate).toMatchObject({ formMinutes: 50, maxSaves: 3, abandonable: true });
  expect([groups?.slotLabels[0], groups?.slotLabels[47], groups?.slotLabels.length]).toEqual([
    '院校专业组1',
    '院校专业组48',
    48,
  ]);
  expect([team?.code, team?.slotLabels, team?.majors.max]).toEqual(['team', ['高水平运动队志愿'], 6]);
  expect(JSON.stringify(pack)).not.toContain('layout');
});

test('letters go on behind Z', () => {
  const file = read() as { layouts: Record<string, Record<string, unknown>> };
  file.layouts.B48 = { ...file.layouts.B48, slotLabels: '志愿{A}' };
  const labels = parseRulePack(file).batches.find(({ code }) => code === 'undergraduate')?.sections[0]
    ?.slotLabels;
  expect([labels?.[0], labels?.[25], labels?.[26], labels?.[47]]).toEqual([
    '志愿A',
    '志愿Z',
    '志愿AA',
    '志愿AV',
  ]);
});

test('who excludes whom is said at one of the two, and written out at both', () => {
  const file = read() as { batches: { code: string; excludes?: string[] }[] };
  const [first = '', second = '', third = ''] = ['undergraduate', 'arts-undergraduate', 'junior'];
  for (const batch of file.batches) if (batch.code === second) batch.excludes = [first, third];
  const { batches } = parseRulePack(file);
  const excluded = (code: string | undefined) => batches.find((batch) => batch.code === code)?.excludes;
  expect([excluded(first), excluded(second), excluded(third)]).toEqual([[second], [first, third], [second]]);
  expect(batches.filter(({ excludes }) => excludes !== undefined)).toHaveLength(3);
  expect(parseRulePack(parseRulePack(file))).toEqual(parseRulePack(file));
});

test('a pack written out is read as it is', () => {
  const pack = parseRulePack(read());
  expect(parseRulePack(JSON.parse(JSON.stringify(pack)))).toEqual(pack);
});

const put = (pack: Json, path: string, value: unknown) => {
  const keys = path.split('.');
  Reflect.set(at(pack, ...keys.slice(0, -1)), keys.at(-1) ?? '', value);
};

test.each<[string, string, unknown, string]>([
  ['defaults', 'batchDefaults.formMinutes', 0, 'batchDefaults.formMinutes：'],
  ['a layout', 'layouts.B48.uniqueBy', 'x', 'layouts.B48.uniqueBy：'],
  ['what a batch says itself', 'batches.3.formMinutes', 0, 'batches.3.formMinutes：'],
  [
    'a layout that is not there',
    'batches.1.sections.0.layout',
    'C',
    'batches.1.sections.0.layout：没有定义这个版式',
  ],
  [
    'a pattern that yields doubles',
    'layouts.B48.slotLabels',
    '志愿',
    'layouts.B48.slotLabels：志愿位的名称重复（志愿）',
  ],
  ['a pattern of a million', 'layouts.A64.slots', { min: 1, max: 1_000_000 }, 'layouts.A64.slotLabels：'],
  ['a cap of a section that is not there', 'caps.0.sections', ['x'], 'caps.0.sections.0：代码没有定义（x）'],
])('a fault of %s is named by its place in the file', (_name, path, value, said) => {
  const faults = faultsOf((pack) => put(pack, path, value));
  expect(faults.find((fault) => fault.startsWith(said))).toBeDefined();
  expect(new Set(faults).size).toBe(faults.length);
});

test('every batch, round and cap says where it comes from', () => {
  const pack = parseRulePack(read());
  const ruled = [...pack.batches, ...pack.rounds, ...(pack.caps ?? [])];
  expect(ruled.filter(({ source }) => source === undefined)).toEqual([]);
});
