import type { Page } from 'playwright-core';
import { toCsv } from '../office/imports/files';
import { type GroupChoice, listGroupChoices } from '../provinces/group-choices';
import { enterWorld } from '../provinces/world';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { startTestApp, type TestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import { MINUTE } from '../support/test-clock';

const BATCH = 'undergraduate';
const physics = '26410122151001';
/** Has 生物学 in place of 地理: more groups are refused. A second browser of the same candidate would be asked for proof. */
const other = '26410122151002';
const COUNT = 48;
const able = listGroupChoices(true);
const [refused] = listGroupChoices(false);

const HEAD = [
  '志愿',
  '院校代号',
  '专业组代号',
  ...[1, 2, 3, 4, 5, 6].map((at) => `专业代号${at}`),
  '专业调剂',
];
const write = (choices: readonly GroupChoice[]) =>
  toCsv([
    HEAD,
    ...choices.map(({ institution, group, majors }, at) => [
      ...[`院校专业组${at + 1}`, institution, group],
      ...HEAD.slice(3, 9).map((_head, index) => majors[index] ?? ''),
      '同意',
    ]),
  ]);
/** All groups of the form, of which one requires what was not studied. */
const wanted = refused === undefined ? [] : [refused, ...able.slice(1, COUNT)];

describe('48 groups come by a spreadsheet', () => {
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

  const press = (page: Page, name: string) => page.click(`main button:has-text("${name}")`);
  const read = async (page: Page) => (await page.textContent('main')) ?? '';
  const place = (page: Page, slot: number) => page.inputValue(`#parallel-${slot}-institution`);

  async function openForm(javaScript: boolean, candidate: string): Promise<Page> {
    const page = await (await browser.newContext({ javaScript })).newPage();
    await page.goto(`${app.url}/sign-in`);
    await page.fill('#candidateNumber', candidate);
    await page.fill('#password', demoPassword);
    await press(page, '登录');
    await page.locator('h1:has-text("志愿填报")').waitFor();
    await page.goto(`${app.url}/batches/${BATCH}/notice`);
    await press(page, '同意');
    await page.locator('#parallel-1-institution').waitFor();
    return page;
  }

  /** Up to the page that shows what was read. */
  async function upload(page: Page, content: string): Promise<void> {
    await press(page, '用表格文件填写');
    const file = { name: '志愿.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
    await page.setInputFiles('#file', file);
    await press(page, '上传并核对');
    await page.locator('h1:has-text("核对表格文件")').waitFor();
  }

  async function save(page: Page): Promise<void> {
    await page.click('.bar button:has-text("保存志愿")');
    await page.locator('h1:has-text("志愿浏览"), h1:has-text("请确认")').waitFor();
    if ((await page.locator('h1:has-text("请确认")').count()) > 0) await press(page, '确认保存志愿');
    await page.locator('h1:has-text("志愿浏览")').waitFor();
  }

  it('without a script: shown, one refused for 选科 at its field, and taken back', async () => {
    const page = await openForm(false, other);
    await page.fill('#parallel-1-institution', '6504');
    await upload(page, write(wanted));
    const look = await read(page);
    expect(look).toContain('从文件中读出48个志愿');
    expect(look).toMatch(/填入后还有\d+处要改正.*院校专业组1 专业组：该专业组要求选考/s);
    expect(look).toContain('将代替现在填写的[6504]');
    await press(page, '是，填入');
    expect(await place(page, COUNT)).toBe(able[COUNT - 1]?.institution);
    expect(await page.textContent('#parallel-1-group-hint .error')).toContain('该专业组要求选考');
    await press(page, '换回填入前的内容');
    expect(await place(page, 1)).toBe('6504');
    await page.context().close();
  });

  it('with a script: mended, moved by its number, saved, printed and modified', async () => {
    const page = await openForm(true, physics);
    await upload(page, write(wanted));
    await press(page, '是，填入');
    await page.locator('.slot-numbers a.wrong').waitFor();
    expect(await page.textContent('.slot-numbers a.wrong')).toBe('1');
    await page.click('.slot-numbers a.wrong');
    const [first] = able;
    if (first === undefined) throw new Error('a group');
    for (const at of [1, 2, 3, 4, 5, 6])
      await page.fill(`#parallel-1-major-${at}`, first.majors[at - 1] ?? '');
    await page.fill('#parallel-1-group', first.group);
    await page.fill('#parallel-1-institution', first.institution);
    await page
      .locator(`#parallel-1-group-hint:has-text("第${first.group}专业组"):not(:has(.error))`)
      .waitFor();
    await page.locator('.slot-numbers a[href="#parallel-1"].filled').waitFor();

    await page.fill('[name="parallel-from"]', String(COUNT));
    await page.fill('[name="parallel-to"]', '2');
    await press(page, '移动');
    await page.waitForURL(/#parallel-2$/);
    expect(await place(page, 2)).toBe(able[COUNT - 1]?.institution);
    await save(page);
    expect(await read(page)).toContain('共48个志愿');
    const pdf = await page.request.get(`${app.url}/batches/${BATCH}/print.pdf`);
    expect(pdf.headers()['content-type']).toBe('application/pdf');

    app.clock.advance(61 * MINUTE);
    await page.goto(`${app.url}/batches/${BATCH}/notice`);
    await press(page, '同意');
    await page.fill('[name="parallel-from"]', '2');
    await page.fill('[name="parallel-to"]', String(COUNT));
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`#parallel-${COUNT}$`));
    expect(await place(page, COUNT)).toBe(able[COUNT - 1]?.institution);
    await save(page);
    expect(await read(page)).toContain('还可以修改1次');
    await page.context().close();
  });
});
