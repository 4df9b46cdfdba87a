import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { deriveSupplement } from '../../../src/domain/rule-packs/derive-supplement';
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

  it('is numbered where there is one, and is none of a batch that there is not', () => {
    const second = deriveSupplement(pack, { base: 'undergraduate', ...times, lines: [] });
    expect(second?.batch).toMatchObject({
      ...{ code: 'supplementary-undergraduate-2', name: '普通本科批征集志愿（第2次）' },
    });
    expect(deriveSupplement(pack, { base: 'none', ...times, lines: [] })).toBeNull();
  });
});
