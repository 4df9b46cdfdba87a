import type { Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { readPageParts } from './page-signature';
import { runAxe } from './run-axe';

const page = (main: string) =>
  `<!doctype html><html lang="zh-CN"><title>志愿</title><body><main>${main}</main></body></html>`;
const SOUND = page(
  '<form><p><label for="code">院校代号</label><input id="code" aria-describedby="said"><span id="said">四位</span></p>' +
    '<button>检查</button></form><table><tr><th>院校</th><td>0001</td></tr></table>',
);

describe('parts of pages, which pass once in a run', () => {
  let browser: TestBrowser;
  let window: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    window = await browser.browser.newPage();
  });
  afterAll(() => browser?.close());

  const read = async (html: string) => {
    await window.setContent(html);
    return readPageParts(window);
  };

  it.each([
    [
      'other words, other digits, more of the same',
      '0001</td></tr>',
      '6005</td></tr><tr><th>专业</th><td>08</td></tr>',
    ],
  ])('bring nothing new: %s', async (_, part, instead) => {
    const known = await read(SOUND);
    expect((await read(SOUND.replace(part, instead))).filter((one) => !known.includes(one))).toEqual([]);
  });

  // Each of these axe finds, or would by another style.
  it.each([
    ['a field without its label', 'for="code"', ''],
    ['a label of nothing', 'for="code"', 'for="cod"'],
    ['an explanation of nothing', 'aria-describedby="said"', 'aria-describedby="says"'],
    ['a button without a name', '检查', ''],
    ['an id twice', 'id="said"', 'id="code"'],
    ['a role that is none', '<button>', '<button role="press">'],
    ['a cell that is no heading', '<th>院校</th>', '<td>院校</td>'],
    ['a colour of its own', '<td>', '<td style="color: #eee">'],
    ['a page without its language', ' lang="zh-CN"', ''],
    ['a page without its title', '志愿</title>', '</title>'],
    ['a list of something else', '<table>', '<ul><p>院校</p></ul><table>'],
  ])('bring something new: %s', async (_, part, instead) => {
    const known = await read(SOUND);
    const changed = SOUND.replace(part, instead);
    expect(changed).not.toBe(SOUND);
    expect((await read(changed)).filter((one) => !known.includes(one))).not.toEqual([]);
  });

  it('hears of axe what is wrong, however often the page is asked', async () => {
    await window.setContent(SOUND.replace('for="code"', ''));
    const [first] = await runAxe(window);
    expect(first).toContain('axe label');
    expect(await runAxe(window)).toEqual([first]);
    expect(await runAxe(window, ['label'])).toEqual([]);
  });
});
