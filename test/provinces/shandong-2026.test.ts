import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { people } from '../../seeds/demo/shandong-2026/people';
import { shandong2026 } from '../../seeds/demo/shandong-2026/world';
import { deleteWindows, insertWindows } from '../../src/domain/batches/window.repository';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { listUnmetConditions } from '../../src/rules/filing/eligibility';
import { listDefaultWindows } from '../../src/rules/windows/default-windows';
import { listPages } from '../candidate/printing/poppler';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { startTestApp, type TestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import { enterWorld } from './world';

/** Every change takes seconds to type: the short suite makes the first and the last. */
const LONG = process.env.LONG !== undefined;
const BATCH = 'regular-1';
const SLOTS = 96;
const ordinary = shandong2026.listPlan().filter((row) => row.batch === BATCH && row.planType === 'ordinary');

/** Somebody of this world, with rows that ask them for nothing they lack: a few of each institution. */
function findFiler(number: string) {
  const person = people.find(({ candidate }) => candidate.candidateNumber === number);
  if (person === undefined) throw new Error(`${number} is not in this world`);
  const facts = toFacts(person.candidate);
  return ordinary
    .filter((row) => listUnmetConditions(row.restrictions, facts).length === 0)
    .filter((_row, index) => index % 7 === 0);
}

const at = (time: string) => new Date(`2026-07-${time}+08:00`);

let app: TestApp;
let browser: TestBrowser;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
  app.clock.set(at('05T17:40:00'));
  const pack = await enterWorld(app, 'shandong-2026');
  await app.database.knex.transaction(async (transaction) => {
    await deleteWindows(transaction, pack.code);
    const windows = pack.batches.flatMap((batch) => listDefaultWindows(pack, batch));
    await insertWindows(transaction, pack.code, windows);
  });
  await app.services.reference.refresh();
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe.each([
  ['26370112101001', true, 1],
  ['26370112101003', false, 5],
])('the form of 96 × 1 in a browser, %s, JavaScript %s', (number, javaScript, changes) => {
  const able = findFiler(number);
  let page: Page;
  beforeAll(async () => {
    app.clock.set(at('05T17:40:00'));
    const context = await browser.newContext({ javaScript });
    page = await context.newPage();
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.goto(`${app.url}/sign-in`);
    await page.fill('#candidateNumber', number);
    await page.fill('#password', demoPassword);
    await page.click('main button:has-text("登录")');
    await page.locator('h1:has-text("志愿填报")').waitFor();
  });
  afterAll(() => page.context().close());

  const mainText = async () => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ');
  const press = (name: string) => page.click(`.bar button:has-text("${name}")`);
  async function openForm(): Promise<void> {
    await page.goto(`${app.url}/batches/${BATCH}/notice`);
    await page.click('button:has-text("同意")');
    await page.locator('#parallel-1-institution').waitFor();
  }
  /** Lines on which the fields of a choice stand. */
  const countLines = (slot: number) =>
    page
      .locator(`#parallel-${slot} input`)
      .evaluateAll(
        (fields) => new Set(fields.map((field) => Math.round(field.getBoundingClientRect().top / 12))).size,
      );

  it('files 96 on the first day at 17:59, prints them, and nothing at 18:00', async () => {
    expect(await mainText()).toContain('07月05日 09:00至07月07日 18:00（每天9:00-18:00）');
    await openForm();
    expect(gzipSync(await page.content()).length).toBeLessThan(40 * 1024);
    await page.click('summary:has-text("粘贴一份志愿清单")');
    const lines = able.slice(0, SLOTS).map(({ institution, major }) => `${institution} ${major}`);
    await page.fill('#pasted', lines.join('\n'));
    await page.click('#pasting');
    await page.click(`button:has-text("是，填入")`);
    await press('检查');
    await page.locator('text=检查通过').waitFor();
    expect(gzipSync(await page.content()).length).toBeLessThan(40 * 1024);
    expect(await page.locator('fieldset.slot').count()).toBe(SLOTS);
    expect(await countLines(50)).toBe(1);
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await countLines(50)).toBeLessThanOrEqual(2);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1024, height: 768 });

    app.clock.set(at('05T17:59:59.999'));
    await press('保存志愿');
    await page.locator('h1:has-text("志愿浏览")').waitFor();
    expect(await mainText()).toContain(`已保存，第1次，共${SLOTS}个志愿`);
    expect(await mainText()).toContain('还可以修改5次');
    const pdf = await page.request.get(`${app.url}/batches/${BATCH}/print.pdf`);
    const pages = listPages(await pdf.body());
    expect(pages.length).toBeGreaterThan(2);
    const printed = pages.join('\n').replace(/\s/g, '');
    for (const { major, majorName } of able.slice(0, SLOTS))
      expect(printed).toContain(`[${major}]${majorName}`.replace(/\s/g, ''));
    for (const [index, text] of pages.entries())
      if (text.includes('志愿9'))
        expect([index, text]).toEqual([index, expect.stringContaining('院校代号及名称')]);

    app.clock.set(at('05T18:00:00'));
    const late = await page.goto(`${app.url}/batches/${BATCH}/notice`);
    expect(late?.status()).toBe(409);
    expect(await mainText()).toContain('今日填报时间已结束，请于07月06日 09:00后继续');
    await page.goto(`${app.url}/`);
    expect(await mainText()).toContain('已填报，今日填报时间已结束');
  });

  /** Puts another choice into the last place, and saves for the time + 1st time. */
  async function change(time: number): Promise<void> {
    if (time > 1 && !LONG) {
      // Those between are changes like the others: the short suite counts them as made.
      const own = app.database.knex('candidates').where({ candidate_number: number }).select('id');
      await app.database
        .knex('application_groups')
        .where({ group_code: 'R1' })
        .whereIn('candidate_id', own)
        .update({ saves_used: time });
    }
    await openForm();
    expect(await page.inputValue(`#parallel-${SLOTS}-institution`)).toBe(
      able[time === 1 ? SLOTS - 1 : LONG ? SLOTS - 2 + time : SLOTS]?.institution,
    );
    const next = able[SLOTS - 1 + time];
    await page.fill(`#parallel-${SLOTS}-institution`, next?.institution ?? '');
    await page.fill(`#parallel-${SLOTS}-major-1`, next?.major ?? '');
    await press('保存志愿');
    await page.locator('h1:has-text("请确认")').waitFor();
    await page.click('button:has-text("确认保存志愿")');
    await page.locator('h1:has-text("志愿浏览")').waitFor();
    expect(await mainText()).toContain(`已保存，第${time + 1}次`);
  }

  it(`changes it the next day ${changes === 5 ? 'five times and no sixth' : 'once'}`, async () => {
    app.clock.set(at('06T09:00:00'));
    const times = [1, 2, 3, 4, 5].filter((time) => time === 1 || (changes === 5 && (LONG || time === 5)));
    for (const time of times) await change(time);
    await page.goto(`${app.url}/`);
    expect(await mainText()).toContain(changes === 5 ? '已填报，修改次数已用完' : '已填报，还可以修改4次');
    const sixth = await page.goto(`${app.url}/batches/${BATCH}/notice`);
    expect(sixth?.status()).toBe(changes === 5 ? 409 : 200);
  });
});
