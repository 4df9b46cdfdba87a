import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import type { RulePack, Section } from '../../src/rules/pack/rule-pack';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, demoPassword } from '../support/test-client';
import { enterProvince, filer, typeChoice } from './province';

interface Case {
  readonly pack: string;
  readonly batch: string;
  /** Slots of the longest section, and what its first label says. */
  readonly slots: number;
  readonly label: string;
  readonly majors: number;
}

const cases: readonly Case[] = [
  { pack: 'henan-2026', batch: 'undergraduate', slots: 48, label: '院校专业组1', majors: 6 },
  { pack: 'henan-2026', batch: 'early-other', slots: 64, label: '志愿1', majors: 1 },
  { pack: 'zhejiang-2021', batch: 'segment-1', slots: 80, label: '志愿1', majors: 1 },
  { pack: 'shandong-2021', batch: 'regular-2', slots: 96, label: '志愿1', majors: 1 },
  { pack: 'jiangsu-2021', batch: 'undergraduate', slots: 40, label: '院校专业组1', majors: 6 },
  { pack: 'tibet-2021', batch: 'undergraduate-1', slots: 10, label: '志愿A', majors: 6 },
  { pack: 'anhui-2021', batch: 'undergraduate', slots: 45, label: '院校专业组1', majors: 6 },
  { pack: 'inner-mongolia-2021', batch: 'undergraduate-1', slots: 1, label: '志愿', majors: 6 },
];

describe.each(process.env.LONG === undefined ? [true] : [true, false])(
  'forms of other provinces, JavaScript %s',
  (javaScript) => {
    let app: TestApp;
    let browser: TestBrowser;

    beforeAll(async () => {
      [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
    });
    afterAll(async () => {
      await browser.close();
      await app.close();
    });

    async function openForm(batch: string): Promise<Page> {
      const context = await browser.newContext({ javaScript });
      const page = await context.newPage();
      await page.goto(`${app.url}/sign-in`);
      await page.fill('#candidateNumber', filer);
      await page.fill('#password', demoPassword);
      await page.click('main button:has-text("登录")');
      await page.goto(`${app.url}/batches/${batch}/notice`);
      await page.click('button:has-text("同意")');
      return page;
    }

    async function fill(
      page: Page,
      pack: RulePack,
      section: Section,
      slot: number,
      institution: number,
    ): Promise<void> {
      for (const [name, value] of Object.entries(typeChoice(pack, section, slot, institution))) {
        await page.fill(`#${name}`, value);
      }
      if (section.adjustment !== 'none') await page.check(`#${section.code}-${slot}-adjustment`);
    }

    /** Without a script a button leads to a page of its own, which takes its time. @throws after 25 s */
    async function until(holds: () => Promise<boolean>): Promise<void> {
      for (let waited = 0; !(await holds().catch(() => false)); waited += 100) {
        if (waited > 25_000) throw new Error(`not so after 25 s: ${holds}`);
        await sleep(100);
      }
    }

    it.each(cases)(
      '$pack $batch: typed, grown, moved, saved and browsed',
      async ({ pack: name, batch, slots, label, majors }) => {
        const pack = await enterProvince(app, name);
        const section = pack.batches.find(({ code }) => code === batch)?.sections[0];
        if (section === undefined) throw new Error('no such batch');
        expect([section.slots.max, section.slotLabels[0], section.majors.max]).toEqual([
          slots,
          label,
          majors,
        ]);
        const page = await openForm(batch);
        expect(await page.locator('fieldset legend').first().textContent()).toContain(label);

        await fill(page, pack, section, 1, 1);
        if (slots > 1) {
          await fill(page, pack, section, 2, 2);
          // Without a script the buttons stand on a page of their own.
          const up = page.locator(`button[value="up:${section.code}-2"]`);
          if ((await up.count()) === 0) await page.click('button[value="show"]');
          await up.click();
          await until(async () => (await page.inputValue(`#${section.code}-1-institution`)).includes('1002'));
          expect(await page.inputValue(`#${section.code}-2-institution`)).toContain('1001');
        }
        if (slots > 12) {
          const before = await page.locator('fieldset.slot').count();
          await page.click(`button[value="grow:${section.code}"]`);
          await until(async () => (await page.locator('fieldset.slot').count()) === before + 5);
          expect(await page.inputValue(`#${section.code}-2-institution`)).toContain('1001');
        }
        await page.click('.bar button:has-text("保存志愿")');
        await page.locator('h1:has-text("志愿浏览")').waitFor();
        const text = (await page.textContent('main')) ?? '';
        expect(text).toContain(slots > 1 ? '[1002]第2大学' : '[1001]第1大学');
        await page.context().close();
      },
    );
  },
);

describe('the largest form', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('48 groups × 6 with the field of 高水平运动队, all filled, stays within 40 KB on the wire', async () => {
    const pack = await enterProvince(app, 'henan-2026');
    const section = pack.batches.find(({ code }) => code === 'undergraduate')?.sections[0];
    if (section === undefined) throw new Error('no such batch');
    const client = createTestClient(app.url);
    await client.signIn(filer);
    await client.get('/batches/undergraduate/notice');
    const form = await client.post('/batches/undergraduate/notice', {});
    const choices = Array.from({ length: 48 }, (_none, index) => ({
      ...typeChoice(pack, section, index + 1, index + 1),
      [`${section.code}-${index + 1}-adjustment`]: 'agree',
    }));
    const hidden = form.hidden('/batches/undergraduate/versions');
    const page = await client.post('/batches/undergraduate/check', Object.assign({}, hidden, ...choices));
    expect(page.text).toContain('检查通过');
    expect(page.html.match(/<fieldset/g)).toHaveLength(49);
    expect(gzipSync(page.html).length).toBeLessThan(40 * 1024);
  });
});

describe('the rule of slot 1 (Anhui)', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it.each([
    [1, true],
    [2, false],
  ])('a 高水平运动队 row in slot %d: %s', async (slot, allowed) => {
    const pack = await enterProvince(app, 'anhui-2021');
    const section = pack.batches[0]?.sections[0];
    if (section === undefined) throw new Error('no batch');
    const client = createTestClient(app.url);
    await client.signIn(filer);
    await client.get('/batches/undergraduate/notice');
    const form = await client.post('/batches/undergraduate/notice', {});
    const others =
      slot === 1 ? {} : { ...typeChoice(pack, section, 1, 1), [`${section.code}-1-adjustment`]: 'agree' };
    const page = await client.post('/batches/undergraduate/check', {
      ...form.hidden('/batches/undergraduate/versions'),
      ...others,
      ...typeChoice(pack, section, slot, 60),
      [`${section.code}-${slot}-adjustment`]: 'agree',
    });
    expect(page.text.includes('高水平运动队志愿只能填报在第1个志愿位置')).toBe(!allowed);
  });
});
