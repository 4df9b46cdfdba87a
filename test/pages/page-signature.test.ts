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

  it('hears of axe what is wrong in copies of pages, each by itself, in its own style and window', async () => {
    const look = (html: string, width = 1024, without: readonly string[] = []) =>
      runAxe(browser.browser, html, { width, height: 768 }, without);
    const bare = SOUND.replace('for="code"', '');
    expect(await look(bare)).toEqual([expect.stringContaining('axe label')]);
    expect(await Promise.all([look(bare), look(SOUND)])).toEqual([[expect.stringContaining('label')], []]);
    expect(await look(bare, 1024, ['label'])).toEqual([]);
    const pale = '<style media="(max-width: 400px)">td { color: #eee }</style></head>';
    const styled = SOUND.replace('<body>', `<head>${pale}<body>`).replace(
      '0001',
      '<script>var x</script>0001',
    );
    expect([await look(styled), await look(styled, 360)]).toEqual([
      [],
      [expect.stringContaining('axe color-contrast')],
    ]);
  });

  it('sees a page in the style that the platform gives it', async () => {
    const linked = (name: string) =>
      SOUND.replace('<body>', `<link rel="stylesheet" href="/assets/0123456789ab/css/${name}"><body>`);
    const size = { width: 1024, height: 768 };
    expect(await runAxe(browser.browser, linked('zhiyuan.css'), size)).toEqual([]);
    await expect(runAxe(browser.browser, linked('none.css'), size)).rejects.toThrow(
      'public/css has no none.css',
    );
  });
});
