import henan2026 from '../../seeds/reference/rule-packs/henan-2026.json';
import zhejiang from '../../seeds/reference/rule-packs/zhejiang-2021.json';
import { createPeople, peopleHeadings } from '../../seeds/synthetic/people';
import { listSyntheticPlan } from '../../seeds/synthetic/plan';
import { generateCommand } from '../../src/cli/generate.command';
import { activateRulePack, getActiveRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import { parseRulePack } from '../../src/domain/rule-packs/rule-pack.schema';
import { outsideDemo } from '../support/outside-demo';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
});
afterAll(() => database.drop());

const generate = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand(generateCommand, database, args, { env });
const kindsOf = async () => {
  const rows: { kind: string; count: string }[] = await database
    .knex('candidates')
    .where('candidate_number', 'like', '21412%')
    .orWhere('candidate_number', 'like', '2141____2%')
    .groupBy('kind')
    .select('kind')
    .count({ count: '*' });
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]));
};

describe('zhiyuan generate', () => {
  it('makes a province whose every line passes the checks of an import', async () => {
    const { code, text } = await generate(['--candidates', '2000', '--plans', '1500', '--seed', 'a']);
    expect(text).toContain('candidates: 2000 rows, 2000 new');
    expect(text).toContain('plans: 1500 rows, ');
    expect(code).toBe(0);
    const kinds = await kindsOf();
    expect(kinds.general).toBeGreaterThan(1400);
    expect(kinds.arts).toBeGreaterThan(80);
    expect(kinds.upgrade).toBeGreaterThan(30);
    const [{ mean, lists, phones }] = (
      await database.knex.raw(
        `select avg((facts ->> 'totalScore')::numeric) as mean, count(phone_index) as phones,
                count(*) filter (where json_array_length(facts -> 'lists') > 0) as lists
           from candidates where candidate_number like '21412%'`,
      )
    ).rows;
    expect(mean).toBeGreaterThan(350);
    expect(mean).toBeLessThan(480);
    expect(lists).toBeGreaterThan(150);
    expect(phones).toBeGreaterThan(1000);
    expect(
      await database.knex('credentials').whereNull('password_hash').count({ count: '*' }).first(),
    ).toMatchObject({
      count: expect.any(Number),
    });
  });

  it('makes the same province again, which changes nothing', async () => {
    const { text } = await generate(['--candidates', '2000', '--plans', '1500', '--seed', 'a']);
    expect(text).toContain('candidates: 2000 rows, 0 new, 0 changed, 2000 unchanged');
    expect(text).toContain('plans: 1500 rows, 0 new, 0 changed, 1500 unchanged, 0 removed');
  });

  it("gives nobody outside a demo a phone: it might be somebody else's", async () => {
    const pack = await getActiveRulePack(database.knex);
    const person = createPeople({ pack, seed: 'a', phones: false });
    const at = peopleHeadings.indexOf('手机号');
    expect(Array.from({ length: 50 }, (_none, index) => person(index)[at])).toEqual(Array(50).fill(''));
  });

  it('never gives a number twice', async () => {
    const pack = await getActiveRulePack(database.knex);
    const person = createPeople({ pack, seed: 'b', phones: true });
    const people = Array.from({ length: 20_000 }, (_none, index) => person(index));
    for (const column of ['考生号', '证件号码', '手机号'] as const) {
      const values = people
        .map((line) => line[peopleHeadings.indexOf(column)])
        .filter((value) => value !== '');
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it.each([
    ['Henan 2026', henan2026],
    ['Zhejiang 2021', zhejiang],
  ])('knows the plan of %s', async (_name, json) => {
    const pack = parseRulePack(json);
    const rows = [
      ...listSyntheticPlan(pack, 200, [{ code: '0001', name: '某大学', city: '', province: '' }], 'a'),
    ];
    expect(rows).toHaveLength(200);
    await database.knex.transaction((transaction) => activateRulePack(transaction, { ...pack, version: 99 }));
    const { text } = await generate(['--candidates', '30', '--plans', '200']);
    expect(text).toContain('plans: 200 rows, ');
  });

  it('refuses in live, and changes nothing', async () => {
    const { code, text } = await generate(['--candidates', '10'], outsideDemo('live'));
    expect([code, text]).toEqual([1, expect.stringContaining('refused, this is live')]);
  });

  it.each([
    [[]],
    [['--candidates', 'many']],
    [['--plans', '-1']],
    [['all']],
    [['--candidates', '10', '--fast']],
  ])('says how it is used when asked %j', async (args) => {
    const { code, text } = await generate(args);
    expect([code, text]).toEqual([2, expect.stringContaining('usage: zhiyuan generate')]);
  });
});
