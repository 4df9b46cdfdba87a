import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { people } from '../../seeds/demo/henan-2026/people';
import { henan2026 } from '../../seeds/demo/henan-2026/world';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { listUnmetConditions } from '../../src/rules/filing/eligibility';
import { listPages } from '../candidate/printing/poppler';
import { toCsv } from '../office/imports/files';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { startTestApp, type TestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import { MINUTE } from '../support/test-clock';
import { type GroupChoice, listGroupChoices } from './group-choices';
import { enterWorld } from './world';

const physics = '26410122151001';
const defaulter = '26410182151004';
const BATCH = 'undergraduate';

const artist = '26410122212001';
const ARTS = 'arts-undergraduate';
const ARTS_SLOTS = 64;

/** Rows of the arts that ask the artist for nothing they lack. */
function listArtsRows() {
  const person = people.find(({ candidate }) => candidate.candidateNumber === artist);
  if (person === undefined) throw new Error(`${artist} is not in this world`);
  const { candidate } = person;
  const facts = toFacts(candidate);
  return henan2026
    .listPlan()
    .filter(({ batch, tracks }) => batch === ARTS && tracks.includes(candidate.track))
    .filter(({ restrictions }) => listUnmetConditions(restrictions, facts).length === 0);
}

/** The whole form takes half a minute to type: the short suite files some groups of it. */
const COUNT = process.env.LONG === undefined ? 4 : 48;
const able = listGroupChoices(true);
const [refused] = listGroupChoices(false);

describe.each(process.env.LONG === undefined ? [true] : [true, false])(
  'the form of 48 × 6 in a browser, JavaScript %s',
  (javaScript) => {
    let app: TestApp;
    let browser: TestBrowser;
    beforeAll(async () => {
      [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
      await enterWorld(app, 'henan-2026');
    });
    afterAll(async () => {
      await browser.close();
      await app.close();
    });

    async function openForm(number: string, batch = BATCH): Promise<Page> {
      const context = await browser.newContext({ javaScript });

      const page = await context.newPage();
      await page.setViewportSize({ width: 1024, height: 768 });
      await page.goto(`${app.url}/sign-in`);
      await page.fill('#candidateNumber', number);
      await page.fill('#password', demoPassword);
      await page.click('main button:has-text("登录")');
      await page.locator('h1:has-text("志愿填报")').waitFor();
      await page.goto(`${app.url}/batches/${batch}/notice`);
      expect(await page.textContent('main')).toContain('须在50分钟内保存');
      await page.click('button:has-text("同意")');
      return page;
    }
    async function fill(
      page: Page,
      slot: number,
      { institution, group, majors }: GroupChoice,
    ): Promise<void> {
      const place = `#parallel-${slot}`;
      await page.fill(`${place}-institution`, institution);
      await page.fill(`${place}-group`, group);
      for (const [index, major] of majors.entries()) await page.fill(`${place}-major-${index + 1}`, major);
      await page.check(`${place}-adjustment`);
    }
    async function grow(page: Page, rows: number): Promise<void> {
      while ((await page.locator('fieldset.slot').count()) < rows + 1) {
        const before = await page.locator('fieldset.slot').count();
        await page.click('button[value="grow:parallel"]');
        await page.locator('fieldset.slot').nth(before).waitFor();
      }
    }
    const press = (page: Page, name: string) => page.click(`.bar button:has-text("${name}")`);
    const mainText = async (page: Page) => (await page.textContent('main')) ?? '';

    it(`files ${COUNT} groups, is refused one for 选科, saves, prints and modifies`, async () => {
      if (refused === undefined) throw new Error('a group that requires more');
      const page = await openForm(physics);
      await fill(page, 1, refused);
      if (javaScript) await page.locator('#parallel-1-group-hint .error').waitFor();
      else await press(page, '检查');
      const said = (await page.textContent('#parallel-1-group-hint')) ?? '';
      expect(said).toContain(`第${refused.group}专业组 该专业组要求选考`);
      // A choice is one line of fields.
      const tops = await page
        .locator('#parallel-2 input')
        .evaluateAll((fields) => fields.map((field) => Math.round(field.getBoundingClientRect().top / 30)));
      expect(new Set(tops.slice(0, -2)).size).toBe(1);

      await grow(page, COUNT);
      for (const [index, choice] of able.slice(0, COUNT).entries()) await fill(page, index + 1, choice);
      await press(page, '检查');
      await page.locator('text=检查通过').waitFor();
      expect(gzipSync(await page.content()).length).toBeLessThan(40 * 1024);
      const [first] = able;
      expect(await page.textContent('#parallel-1-group-hint')).toContain(`第${first?.group}专业组`);
      await press(page, '保存志愿');
      // Amber lines, such as 中外 or 色盲, are confirmed once.
      await page.locator('h1:has-text("志愿浏览"), h1:has-text("请确认")').waitFor();
      if ((await page.locator('h1:has-text("请确认")').count()) > 0)
        await page.click('button:has-text("确认保存志愿")');
      await page.locator('h1:has-text("志愿浏览")').waitFor();
      expect(await mainText(page)).toContain(`[${first?.group}]第${first?.group}专业组`);
      expect(await mainText(page)).toContain('还可以修改2次');

      const pdf = await page.request.get(`${app.url}/batches/${BATCH}/print.pdf`);
      expect(pdf.headers()['content-type']).toBe('application/pdf');
      const pages = listPages(await pdf.body());
      if (COUNT === 48) expect(pages.length).toBeGreaterThan(2);
      const text = pages.join('\n').replace(/\s/g, '');
      for (const { institution, group } of able.slice(0, COUNT)) {
        expect(text).toContain(`[${institution}]`);
        expect(text).toContain(`[${group}]第${group}专业组`);
      }

      app.clock.advance(61 * MINUTE);
      await page.goto(`${app.url}/batches/${BATCH}/notice`);
      await page.click('button:has-text("同意")');
      expect(await page.inputValue(`#parallel-${COUNT}-institution`)).toBe(able[COUNT - 1]?.institution);
      const next = able[COUNT];
      if (next === undefined) throw new Error('one group more');
      await page.fill(`#parallel-${COUNT}-major-6`, '');
      for (let at = 5; at > 0; at -= 1) await page.fill(`#parallel-${COUNT}-major-${at}`, '');
      await fill(page, COUNT, next);
      await press(page, '保存志愿');
      await page.locator('h1:has-text("请确认")').waitFor();
      expect(await mainText(page)).toContain(`[${next.group}]第${next.group}专业组`);
      await page.click('button:has-text("确认保存志愿")');
      await page.locator('h1:has-text("志愿浏览")').waitFor();
      expect(await mainText(page)).toContain('还可以修改1次');
      await page.context().close();
    });

    // Both ways take the same requests but for the check of each field.
    const arts = javaScript || process.env.LONG !== undefined ? it : it.skip;
    arts('takes 64 rows of the arts from a table, and no 65th, saves and prints them', async () => {
      const page = await openForm(artist, ARTS);
      const rows = listArtsRows();
      expect(rows.length).toBeGreaterThan(ARTS_SLOTS);
      await bring(page, rows.slice(0, ARTS_SLOTS + 1));
      expect(await mainText(page)).toContain('本批次最多填写64个志愿，文件里还有1个没有位置');
      await page.click('text=否，返回填报页面');
      await bring(page, rows.slice(0, ARTS_SLOTS));
      await page.click('main button:has-text("是，填入")');
      await press(page, '检查');
      await page.locator('text=检查通过').waitFor();
      expect(await page.locator('fieldset.slot').count()).toBe(ARTS_SLOTS);
      expect(gzipSync(await page.content()).length).toBeLessThan(40 * 1024);
      await press(page, '保存志愿');
      await page.locator('h1:has-text("志愿浏览"), h1:has-text("请确认")').waitFor();
      if ((await page.locator('h1:has-text("请确认")').count()) > 0)
        await page.click('button:has-text("确认保存志愿")');
      await page.locator('h1:has-text("志愿浏览")').waitFor();
      expect(await mainText(page)).toContain(`共${ARTS_SLOTS}个志愿`);
      const pdf = await page.request.get(`${app.url}/batches/${ARTS}/print.pdf`);
      expect(listPages(await pdf.body()).length).toBeGreaterThan(1);
      await page.context().close();
    });

    async function bring(page: Page, rows: ReturnType<typeof listArtsRows>): Promise<void> {
      await page.click('main button:has-text("用表格文件填写")');
      const lines = rows.map(({ institution, major }, at) => [`志愿${at + 1}`, institution, major]);
      const buffer = Buffer.from(toCsv([['志愿', '院校代号', '专业代号'], ...lines]));
      await page.setInputFiles('#file', { name: '志愿.csv', mimeType: 'text/csv', buffer });
      await page.click('main button:has-text("上传并核对")');
      await page.locator('h1:has-text("核对表格文件")').waitFor();
    }

    // Typing 25 slots with a script takes its time too.
    const whole = javaScript && process.env.LONG === undefined ? it.skip : it;
    whole("refuses a defaulter's 25th slot", async () => {
      const page = await openForm(defaulter);
      await grow(page, 25);
      for (const [index, choice] of able
        .filter(({ majors }) => majors.length > 1)
        .slice(0, 25)
        .entries())
        await fill(page, index + 1, { ...choice, majors: choice.majors.slice(0, 2) });
      await press(page, '检查');
      await page.locator('#summary').waitFor();
      const text = await mainText(page);
      expect(text).toContain(
        '院校专业组25 院校代号：您上年度录取后未报到，普通本科批最多填报24个院校专业组志愿',
      );
      await page.context().close();
    });
  },
);
