import type { Page } from 'playwright-core';
import { typeMinute } from '../../src/infrastructure/format-time';
import { createLogger } from '../../src/infrastructure/logger';
import { startImportJobs } from '../../src/office/imports/jobs/start-import-jobs';
import { moveWindow } from '../candidate/filing/filing';
import { toCsv } from '../office/imports/files';
import { listRemaining } from '../office/supplements/supplement-steps';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { type DemoOfficerName, refreshOfficerTotp } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import { MINUTE } from '../support/test-clock';
import { enterWorld } from './world';

interface Walk {
  readonly world: string;
  readonly base: string;
  readonly track: string;
  /** Batches that are over, the base among them. */
  readonly over: readonly string[];
  readonly name: string;
  /** Reaches the line, which is their own score; the other does not. */
  readonly filer: string;
  readonly other: string;
  /** In the short run; the long run walks each with and without a script. */
  readonly javaScript: boolean;
}

const walks: readonly Walk[] = [
  {
    ...{ world: 'henan-2026', base: 'undergraduate', track: '5', javaScript: true },
    over: ['undergraduate', 'supplementary-undergraduate'],
    name: '普通本科批征集志愿（第2次）',
    ...{ filer: '26410122151001', other: '26410182151004' },
  },
  {
    ...{ world: 'shandong-2026', base: 'regular-1', track: '0', javaScript: false },
    over: ['regular-1'],
    name: '普通类常规批第1次征集志愿',
    ...{ filer: '26370112101001', other: '26370112101003' },
  },
];
const cases = walks.flatMap((walk) =>
  [true, false]
    .filter((script) => process.env.LONG !== undefined || script === walk.javaScript)
    .map((script) => [walk.world, script, walk] as const),
);

describe.each(cases)('征集 of what is left: %s, JavaScript %s', (world, javaScript, walk) => {
  const { base, track, filer, other, name } = walk;
  let app: TestApp;
  let browser: TestBrowser;
  let running: { stop(): Promise<void> };
  beforeAll(async () => {
    [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
    await enterWorld(app, world);
    const now = app.clock.read().getTime();
    const past = { opensAt: new Date(now - 600 * MINUTE), closesAt: new Date(now - 60 * MINUTE) };
    for (const batch of walk.over) await moveWindow(app, batch, past);
    const { imports } = app.services;
    running = startImportJobs(app.services, { ...imports, log: createLogger('silent'), everyMs: 50 });
  });
  afterAll(async () => {
    await running.stop();
    await browser.close();
    await app.close();
  });

  async function open(path: string): Promise<Page> {
    const context = await browser.newContext({ javaScript });
    const page = await context.newPage();
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.goto(app.url + path);
    return page;
  }
  async function enterOffice(signInName: DemoOfficerName): Promise<Page> {
    const page = await open('/office/sign-in');
    await page.fill('#signInName', signInName);
    await page.fill('#password', demoPassword);
    await page.fill('#totp', await refreshOfficerTotp(app, signInName));
    await page.click('main button:has-text("登录")');
    await page.locator('h1:has-text("招生考试机构")').or(page.locator('main h1')).first().waitFor();
    return page;
  }
  async function enter(number: string): Promise<Page> {
    const page = await open('/sign-in');
    await page.fill('#candidateNumber', number);
    await page.fill('#password', demoPassword);
    await page.click('main button:has-text("登录")');
    await page.locator('h1:has-text("志愿填报")').waitFor();
    return page;
  }
  const textOf = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ');
  /** A page that looks again by itself, or is looked at again. */
  async function waitFor(page: Page, state: string): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const text = await textOf(page);
      if (text.includes(state)) return text;
      await page.waitForTimeout(100);
      if (!javaScript) await page.reload();
    }
    throw new Error(`not ${state}: ${await textOf(page)}`);
  }
  const scoreOf = async (number: string) => {
    const { facts } = await app.database
      .knex('candidates')
      .where({ candidate_number: number })
      .first('facts');
    return Number(facts.totalScore);
  };

  it('is made by one officer, approved by another, filed by whom it is for, and closed to others', async () => {
    const line = await scoreOf(filer);
    expect(await scoreOf(other)).toBeLessThan(line);
    const list = await listRemaining(app, base, track, 40);
    const first = await enterOffice('province-1');
    await first.click('nav a:has-text("规则和计划")');
    await first.click('nav a:text-is("征集")');
    await first.selectOption('#base', base);
    await first.click('button:has-text("下一步")');
    for (const field of await first.locator('input[name^="line-"]').all()) await field.fill('0');
    await first.fill(`[name="line-${track}"]`, String(line));
    await first.fill('#opensAt', typeMinute(new Date(app.clock.read().getTime() + 10 * MINUTE)));
    await first.fill('#closesAt', typeMinute(new Date(app.clock.read().getTime() + 600 * MINUTE)));
    await first.fill('#dailyFrom', '');
    await first.fill('#dailyUntil', '');
    const buffer = Buffer.from(toCsv(list));
    await first.setInputFiles('#file', { name: '剩余计划.csv', mimeType: 'text/csv', buffer });
    await first.click('button:has-text("上传并检查")');
    const seen = await waitFor(first, '检查完毕，等待确认');
    expect(seen).toContain(`批次${name}`);
    await first.fill('#number', '40');
    await first.fill('#reason', '录取结束');
    await first.click('button:has-text("申请建立征集")');
    await waitFor(first, '等待另一名工作人员批准');
    const second = await enterOffice('province-2');
    await second.goto(first.url());
    await second.click('button:has-text("批准建立征集")');
    await waitFor(second, '已生效');

    await app.services.reference.refresh();
    app.clock.advance(11 * MINUTE);
    const candidate = await enter(filer);
    const row = candidate.locator(`tr:has-text("${name}")`).first();
    expect(((await row.textContent()) ?? '').replace(/\s+/g, ' ')).toContain('未填报');
    await row.locator('a:has-text("填报"), button:has-text("填报")').first().click();
    await candidate.click('button:has-text("同意")');
    await fileOne(candidate);
    expect(await textOf(candidate)).toContain('已保存，第1次');

    const told = await enter(other);
    const theirs = told.locator(`tr:has-text("${name}")`).first();
    expect(await theirs.textContent()).toMatch(/您的成绩没有达到.*征集线.*分，不能填报/);
    for (const page of [first, second, candidate, told]) await page.context().close();
  });

  /** The first remaining place that asks for nothing the candidate lacks. */
  async function fileOne(page: Page): Promise<void> {
    const rows = await app.database
      .knex('plan_entries')
      .where({ year: 2026 })
      .whereLike('batch_code', `supplementary-${base}%`)
      .orderBy('id');
    for (const { institution_code: institution, group_code: group, major_code: major } of rows) {
      await page.fill('#parallel-1-institution', institution);
      if ((await page.locator('#parallel-1-group').count()) > 0) {
        await page.fill('#parallel-1-group', group);
        await page.check('#parallel-1-adjustment');
      }
      await page.fill('#parallel-1-major-1', major);
      await page.click('.bar button:has-text("检查")');
      await page.locator('text=检查通过').or(page.locator('#summary')).first().waitFor();
      if ((await page.locator('text=检查通过').count()) === 0) continue;
      await page.click('.bar button:has-text("保存志愿")');
      await page.locator('h1:has-text("志愿浏览"), h1:has-text("请确认")').waitFor();
      if ((await page.locator('h1:has-text("请确认")').count()) > 0)
        await page.click('button:has-text("确认保存志愿")');
      await page.locator('h1:has-text("志愿浏览")').waitFor();
      return;
    }
    throw new Error('no remaining place asks for nothing');
  }
});
