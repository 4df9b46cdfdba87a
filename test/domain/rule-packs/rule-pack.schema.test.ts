import { parseRulePack, RulePackError } from '../../../src/domain/rule-packs/rule-pack.schema';
import { listRulePackFaults } from '../../../src/domain/rule-packs/rule-pack-faults';
import { loadPack } from '../../rules/filing/filing';

/** The Henan pack as fresh JSON in which one value is put at a dotted path; undefined removes it. */
function corrupt(path: string, value: unknown): unknown {
  const json: unknown = JSON.parse(JSON.stringify(loadPack('henan-2021')));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const target = keys.reduce<unknown>((at, key) => Reflect.get(Object(at), key), json);
  Reflect.set(Object(target), last, value);
  return JSON.parse(JSON.stringify(json));
}

function listFaults(json: unknown): readonly string[] {
  try {
    parseRulePack(json);
    return [];
  } catch (error) {
    if (error instanceof RulePackError) return error.faults;
    throw error;
  }
}

test.each<[string, unknown]>([
  ['year', '2021'],
  ['version', 0],
  ['province', undefined],
  ['platform.office', ''],
  ['codes.major.alphabet', 'hex'],
  ['rounds.0.opensAt', '2021-06-26T08:00:00'],
  ['headings.0.code', 'early '],
  ['batches.3.maxSaves', 0],
  ['batches.3.sections', []],
  ['batches.3.sections.0.code', 'First'],
  ['batches.3.sections.0.mode', 'both'],
  ['batches.3.sections.0.slots.max', 0],
  ['batches.3.sections.0.majors.min', -1],
  ['batches.3.sections.0.note', 7],
  ['batches.0.eligibility.0.operator', 'like'],
  ['batches.0.eligibility.0.severity', 'error'],
  ['countdownWarnings.1', 0],
])('%s = %j is named as a fault of shape', (path, value) => {
  const [fault, ...more] = listFaults(corrupt(path, value));
  expect(more).toEqual([]);
  expect(fault?.startsWith(`${path}: `)).toBe(true);
});

test('an unknown key is refused at every depth', () => {
  expect(listFaults(corrupt('colour', 'red'))[0]).toContain('colour');
  expect(listFaults(corrupt('rounds.0.colour', 'red'))[0]).toMatch(/^rounds\.0: .*colour/);
  expect(listFaults(corrupt('batches.0.sections.0.colour', 'red'))[0]).toMatch(/^batches\.0\.sections\.0: /);
});

test('several faults are named at once, of shape and of content', () => {
  const shape = corrupt('batches.3.sections.0.slots.max', 0);
  expect(listFaults({ ...Object(shape), year: 'x', version: 0 })).toHaveLength(3);
  const content = corrupt('batches.3.heading', 'nowhere');
  expect(
    listFaults({
      ...Object(content),
      tracks: [
        { code: '1', name: '文' },
        { code: '1', name: '理' },
      ],
    }),
  ).toEqual(['tracks.1.code: duplicateCode (1)', 'batches.3.heading: unknownCode (nowhere)']);
});

test.each([null, undefined, 7, 'x', [], {}])('%j is no rule pack', (json) => {
  expect(() => parseRulePack(json)).toThrow(RulePackError);
});

test('the message counts and lists the faults', () => {
  expect(() => parseRulePack(corrupt('version', 0))).toThrow(/^the rule pack has 1 fault\(s\):\nversion: /);
});

describe('a file that is no pack', () => {
  it.each([
    ['brackets half a million deep', '['.repeat(500_000)],
    [
      'the same with brackets in texts, which do not count',
      `{"a":"${'['.repeat(500_000)}","b":${'['.repeat(500_000)}`,
    ],
    ['a hundred thousand batches that are none', JSON.stringify({ batches: Array(100_000).fill(1) })],
  ])('is told of in a few lines: %s', (_name, text) => {
    const read = listRulePackFaults(text);
    expect(read.pack).toBeNull();
    expect(read.pack === null ? read.faults.length : 0).toBeLessThanOrEqual(201);
  });
});
