import { readOwnFilter, writeOwnFilter } from '../../../src/candidate/plan-query/own-filter.form';
import { createOwnRows } from '../../../src/candidate/plan-query/own-rows';
import type { ChoicePlan } from '../../../src/domain/choice-lists/past-of-choice';
import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { people, signIn } from '../filing/filing';

const kinds = { ownerships: ['公办', '民办'], schoolTypes: ['理工'] };

describe('「我能填的」 as typed', () => {
  it.each([
    [{}, { mine: false, fee: null, years: null, rankFrom: null, rankTo: null }, []],
    [{ mine: 'yes', fee: '５０００ ' }, { mine: true, fee: 5000 }, []],
    [{ fee: '五千', years: '4.5' }, { fee: null, years: null }, ['fee', 'years']],
    [{ fee: '12345678' }, { fee: null }, ['fee']],
    [{ rankFrom: '20000', rankTo: '30000' }, { rankFrom: 20000, rankTo: 30000 }, []],
    [{ rankFrom: '30000', rankTo: '20000' }, { rankFrom: null, rankTo: null }, ['rankTo']],
    [{ ownership: '民办', schoolType: '理工' }, { ownership: '民办', schoolType: '理工' }, []],
    [{ mine: 'no', years: '四年' }, { mine: false, years: null }, ['years']],
  ])('%j', (parameters, filter, wrong) => {
    const form = readOwnFilter(parameters, true, kinds);
    expect(form.filter).toMatchObject(filter);
    expect(Object.keys(form.errors)).toEqual(wrong);
    // What was typed stays in the address and in the field.
    expect(Object.values(writeOwnFilter(form))).toEqual(
      Object.values(parameters).map((text) => String(text).trim()),
    );
  });
});

describe('the rows that stay', () => {
  const entry = { institution: '0001', group: '101', majorName: '哲学', tuitionYuan: 5000, lengthYears: 4 };
  const ranks: Record<string, number | null> = { 哲学: null, 法学: 21_000 };
  const plan = {
    pack: { tracks: [] },
    batch: { name: '本科批' },
    scope: { track: '1' },
    catalogue: {
      findInstitution: () => ({ name: '甲大学', ownership: '民办', schoolType: '' }),
      viewOf: () => ({ findGroup: () => null }),
      past: {
        findMajor: (_place: object, _group: string, name: string) => ({ rank: ranks[name] ?? null }),
        findGroup: () => ({ rank: 25_000 }),
      },
    },
  } as unknown as ChoicePlan;
  const stays = (asked: Record<string, string>, row: Partial<PlanEntry> = {}, blocks: string[] = []) =>
    createOwnRows(readOwnFilter(asked, true, kinds).filter, plan, () => ({ blocks, warns: [] }))?.({
      ...entry,
      ...row,
    } as PlanEntry);

  it.each<[Record<string, string>, Partial<PlanEntry>, boolean | undefined]>([
    [{}, {}, undefined],
    [{ fee: '5000' }, {}, true],
    [{ fee: '4999' }, {}, false],
    [{ fee: '1' }, { tuitionYuan: null }, true],
    [{ years: '4' }, {}, true],
    [{ years: '5' }, {}, false],
    [{ years: '4' }, { lengthYears: null }, false],
    // 哲学 has no rank of its own: that of its 专业组 counts.
    [{ rankFrom: '24000', rankTo: '26000' }, {}, true],
    [{ rankTo: '24000' }, {}, false],
    [{ rankTo: '24000' }, { majorName: '法学' }, true],
    [{ rankFrom: '1' }, { group: '' }, false],
    [{ ownership: '民办' }, {}, true],
    [{ ownership: '公办' }, {}, false],
    [{ ownership: '民办', schoolType: '理工' }, {}, false],
    // No kind that the plan knows: it narrows nothing.
    [{ ownership: '公立' }, {}, undefined],
  ])('%j of %j: %s', (asked, row, expected) => {
    expect(stays(asked, row)).toBe(expected);
  });

  it('are those that may be chosen', () => {
    expect(stays({ mine: 'yes' })).toBe(true);
    expect(stays({ mine: 'yes' }, {}, ['只招女生'])).toBe(false);
    expect(
      createOwnRows(readOwnFilter({ mine: 'yes' }, true, kinds).filter, plan, null)?.(entry as PlanEntry),
    ).toBe(false);
  });
});

describe('招生计划 by 「我能填的」', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());

  const POLICE = '/plans?batch=early-police';
  const count = (text: string) => Number(/共找到 (\d+) 所院校/.exec(text)?.[1]);

  it('leaves out what may not be chosen, page by page, and says how many stay', async () => {
    const all = await client.get(POLICE);
    const mine = await client.get(`${POLICE}&mine=yes`);
    expect(count(mine.text)).toBeGreaterThan(0);
    expect(mine.text).not.toContain('您不能选择：');
    expect(mine.html).toContain('<option value="yes" selected>只看我能填的');
    expect(all.html).not.toContain('<option value="yes" selected>');
    const [next] = /href="(\/plans\?[^"]*page=2[^"]*)"/.exec(mine.html) ?? [];
    if (next !== undefined) expect(next).toContain('mine=yes');
    const open = /href="(\?[^"]*open=[^"]*)"/.exec(mine.html)?.[1] ?? '';
    expect(open).toContain('mine=yes');
    // Another reader's page is another: nothing narrowed is kept for everybody.
    expect(count((await client.get(POLICE)).text)).toBe(count(all.text));
  });

  it('looks at no rank where the year before is not known, whatever came along from another batch', async () => {
    const all = await client.get('/plans?batch=early-other');
    expect(all.html).not.toContain('name="rankFrom"');
    const carried = await client.get('/plans?batch=early-other&rankFrom=1&rankTo=x');
    expect([carried.status, count(carried.text)]).toEqual([200, count(all.text)]);
  });

  it('narrows by the kind of school, which stands beside its name', async () => {
    const whole = await client.get('/plans?batch=undergraduate-2');
    const own = await client.get('/plans?batch=undergraduate-2&ownership=民办&schoolType=财经');
    expect(count(own.text)).toBeGreaterThan(0);
    expect(count(own.text)).toBeLessThan(count(whole.text));
    expect(own.html).toContain('<option value="民办" selected>民办</option>');
    const shown = [...own.html.matchAll(/<span class="city">([^<]*)</g)].map(([, text = '']) => text);
    expect(shown.every((text) => text.endsWith('民办，财经'))).toBe(true);
    const unknown = await client.get('/plans?batch=undergraduate-2&ownership=私塾');
    expect([unknown.status, count(unknown.text)]).toEqual([200, count(whole.text)]);
  });

  it('narrows by fee and length, and tells what is no number beside its field', async () => {
    const cheap = await client.get('/plans?batch=early-other&fee=1');
    const whole = await client.get('/plans?batch=early-other');
    expect(count(cheap.text)).toBeLessThan(count(whole.text));
    const wrong = await client.get('/plans?batch=early-other&fee=abc&mine=yes');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('学费上限应为数字，最多6位，请重新输入！');
    expect(wrong.html).toMatch(/name="fee" value="abc"[^>]*aria-invalid="true"/);
  });
});
