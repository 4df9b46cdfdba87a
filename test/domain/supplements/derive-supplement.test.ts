import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import {
  deriveSupplement,
  isSupplementOf,
  removeSupplement,
} from '../../../src/domain/supplements/derive-supplement';
import { listPackFaults } from '../../../src/rules/pack-checks/check-rule-pack';

const pack = readShippedRulePack('henan-2026');
const times = { opensAt: '2026-08-03T08:00:00+08:00', closesAt: '2026-08-03T18:00:00+08:00' };

describe('a 征集 of a batch', () => {
  it.each(pack.batches.map(({ code }) => code))('%s: a pack without fault', (base) => {
    const derived = deriveSupplement(pack, { base, ...times, lines: [{ track: '5', score: 179 }] });
    expect(derived === null ? [] : listPackFaults(derived.pack)).toEqual([]);
    expect(derived?.pack.version).toBe(pack.version + 1);
    expect(derived?.pack.batches).toHaveLength(pack.batches.length + 1);
  });

  it('has the form of its batch, a round of its own, and asks for file state and line', () => {
    const derived = deriveSupplement(pack, {
      ...{ base: 'junior-medical', ...times },
      lines: [{ track: '1', score: 185 }],
    });
    const base = pack.batches.find(({ code }) => code === 'junior-medical');
    expect(derived?.batch).toMatchObject({
      ...{ code: 'supplementary-junior-medical', name: '高职（专科）提前批医学类征集志愿' },
      ...{ heading: 'supplementary', exclusiveGroup: null, abandonGroup: null, sections: base?.sections },
    });
    expect(derived?.batch.eligibility.slice(-2)).toMatchObject([
      { field: 'fileState', value: '自由可投', severity: 'block' },
      { field: 'totalScore', value: 185, when: { field: 'track', equals: '1' } },
    ]);
    expect(derived?.pack.rounds.at(-1)).toMatchObject({ code: 'supplementary-junior-medical', ...times });
  });

  it('excludes nothing, whatever its batch excludes', () => {
    const [base = '', other = ''] = ['undergraduate', 'arts-undergraduate'];
    const excludes = (code: string) => (code === base ? [other] : [base]);
    const batches = pack.batches.map((batch) =>
      [base, other].includes(batch.code) ? { ...batch, excludes: excludes(batch.code) } : batch,
    );
    const derived = deriveSupplement({ ...pack, batches }, { base, ...times, lines: [] });
    expect(derived?.batch.excludes).toBeUndefined();
    expect(derived === null ? [] : listPackFaults(derived.pack)).toEqual([]);
  });

  it('is numbered where there is one, and is none of a batch that there is not', () => {
    const second = deriveSupplement(pack, { base: 'undergraduate', ...times, lines: [] });
    expect(second?.batch).toMatchObject({
      ...{ code: 'supplementary-undergraduate-2', name: '普通本科批征集志愿（第2次）' },
    });
    expect(deriveSupplement(pack, { base: 'none', ...times, lines: [] })).toBeNull();
  });
});

describe('what comes with a 征集, and goes with it', () => {
  const settings = { base: 'early-industry', ...times, lines: [{ track: '5', score: 0 }] };
  const derived = deriveSupplement(pack, { ...settings, freeOnly: false, qualification: '国家专项' });

  it('is under the caps of its batch, and asks for a list, but not for a file or a line of 0', () => {
    const code = 'supplementary-early-industry';
    const caps = derived?.pack.caps?.filter(({ batches }) => batches?.includes(code));
    expect(caps).toMatchObject([{ batches: ['early-industry', code], max: 1 }]);
    expect(derived?.batch.eligibility.map(({ field }) => field)).not.toContain('fileState');
    expect(derived?.batch.eligibility.at(-1)).toMatchObject({ field: 'lists', value: '国家专项' });
  });

  it('is known for one by its code, however often there is one, and by no other', () => {
    const { batches } = pack;
    const of = (code: string, base: string) => isSupplementOf({ batches }, code, base);
    expect(of('supplementary-undergraduate', 'undergraduate')).toBe(true);
    expect(of('supplementary-undergraduate-2', 'undergraduate')).toBe(true);
    expect(of('supplementary-undergraduate', 'junior')).toBe(false);
    expect(of('undergraduate', 'undergraduate')).toBe(false);
    const numbered = { batches: [...batches.slice(0, 1).map((one) => ({ ...one, code: 'a-2' }))] };
    expect([
      isSupplementOf(numbered, 'supplementary-a-2', 'a-2'),
      isSupplementOf(numbered, 'supplementary-a-2', 'a'),
    ]).toEqual([true, false]);
  });

  it('leaves nothing behind when it is removed', () => {
    if (derived === null) throw new Error('a batch of the pack');
    const after = removeSupplement(derived.pack, derived.batch.code);
    expect({ ...after, version: pack.version }).toEqual(pack);
  });
});
