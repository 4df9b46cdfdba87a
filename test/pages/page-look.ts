import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import institutions from '../../seeds/demo/institution-list.json';
import { projectRoot } from '../../src/infrastructure/paths';
import type { KeptPage } from './kept-pages';
import { findLayoutFaults } from './layout-faults';
import { runAxe } from './run-axe';

/** 登录排队 has no other way without a script; docs/accessibility.md names it. */
const NO_OTHER_WAY = ['meta-refresh'];
const HOST = 'http://state.test';

/** Where the demo's people stand, somebody with a long name; of Han script it breaks anywhere, of Latin script nowhere. */
const LONG_NAMES = [
  '阿卜杜热合曼·买买提依明江·艾合买提托合提尼亚孜·库尔班江·吐尔逊',
  'WOLFESCHLEGELSTEINHAUSENBERGERDORFF RAMANANTSOANIRINA-RAZAFINDRAKOTO MARIA',
];
const demoNames =
  /何欣悦|周行远|孔令澄|宋佳宁|李思禾|林知夏|欧阳静宜|沈亦歌|赵骏驰|郑启明|阿卜杜·热合曼|陈墨|马晓雯|秦知远|陆明琪|白亦宸|苏晚晴|沈听澜|许子墨|孙明远|冯晓岚|罗建安|梁文博|高雅琴|袁知行|谢立群|曹慎之|韩静宜|邵文清|温若初/g;
/** Of 47 characters, where the schools of the demo's people stand. */
const LONG_SCHOOL =
  '新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿图什市哈拉峻乡寄宿制九年一贯制双语实验学校附属高级中学';
const demoSchools =
  /(?:中牟县|郑州市金水区|荥阳市|登封市|新密市|巩义市)?[\u4e00-\u9fff]{2}(?:高级中学|中等专业学校)|郑州雁鸣职业学院/g;
/** Of 44 characters, where institutions stand. */
const LONG_INSTITUTION =
  '北京师范大学-香港浸会大学联合国际学院（珠海校区）与英国伯恩茅斯艺术大学中外合作办学项目';
const demoInstitutions = new RegExp(
  institutions
    .map(([, name]) => String(name))
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replace(/[.()]/g, '\\$&'))
    .join('|'),
  'g',
);

/** A page with the longest names that people, schools and institutions have, once in each script. */
function lengthenNames(html: string): string[] {
  const long = html.replace(demoSchools, LONG_SCHOOL).replace(demoInstitutions, LONG_INSTITUTION);
  return LONG_NAMES.map((name) => long.replace(demoNames, name)).filter(
    (text, index, all) => all.indexOf(text) === index,
  );
}

/** CSS pixels: a screen of a school, the same at 200 %, a telephone, and the narrowest that WCAG 1.4.10 asks for. */
const WIDTHS = [1024, 512, 360, 320];
/** A4 without margins at 96 dpi. */
const PAPER = { width: 794, height: 1123 };

/** Runs in the page; old-style, because it is not compiled. */
const geometry = `(function () {
  var faults = [], overhang = document.documentElement.scrollWidth - innerWidth;
  function name(node) {
    return node.tagName.toLowerCase() + (node.id ? '#' + node.id : '') + ' «' + (node.textContent || node.name || '').replace(/\\s+/g, ' ').trim().slice(0, 24) + '»';
  }
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function shown(node) {
    return node.offsetWidth > 1 && node.getClientRects().length > 0 && getComputedStyle(node).visibility !== 'hidden' &&
      !node.closest('.hidden, .skip, .menu-open, details:not([open]) > :not(summary)');
  }
  if (overhang > 0) {
    var widest = all('main *, header *, nav *, footer *').filter(function (node) { return node.getBoundingClientRect().right > innerWidth + 1; });
    faults.push(overhang + ' px too wide: ' + (widest.length ? name(widest[widest.length - 1]) : 'body'));
  }
  all('[hidden]').forEach(function (node) {
    if (getComputedStyle(node).display !== 'none') faults.push('hidden, and shown: ' + name(node));
  });
  var pressed = all('button, a[href], input:not([type=hidden]), select, textarea, summary').filter(shown);
  pressed.forEach(function (node) {
    var box = node.getBoundingClientRect(), style = getComputedStyle(node);
    // A link in a sentence is as high as its line (WCAG 2.5.8 leaves it out).
    if (node.tagName === 'A' && style.display === 'inline') return;
    var label = node.labels && node.labels[0] && /radio|checkbox/.test(node.type) ? node.labels[0].getBoundingClientRect() : box;
    if (Math.max(box.width, label.width) < 24 || Math.max(box.height, label.height) < 24)
      faults.push('a target of ' + Math.round(box.width) + ' × ' + Math.round(box.height) + ': ' + name(node));
  });
  return faults.slice(0, 6);
})()`;

/** What is pressed or typed into shows its edges where the system paints all colours. */
const edges = `(function () {
  return Array.prototype.slice.call(document.querySelectorAll('main button, main input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]), main select, main textarea'))
    .filter(function (node) {
      var style = getComputedStyle(node);
      return node.offsetWidth > 1 && !/as-link/.test(node.className) && parseFloat(style.borderTopWidth) < 1 && style.textDecorationLine.indexOf('underline') < 0;
    }).slice(0, 3).map(function (node) { return 'no edge in forced colours: ' + (node.textContent || node.name); });
})()`;

/** WCAG 1.4.12: nothing is lost when text is spaced like this. */
const spacing = `(function () {
  var all = document.querySelectorAll('body *');
  Array.prototype.forEach.call(all, function (node) {
    node.style.lineHeight = '1.5'; node.style.letterSpacing = '0.12em'; node.style.wordSpacing = '0.16em';
  });
  var wide = document.documentElement.scrollWidth - innerWidth;
  Array.prototype.forEach.call(all, function (node) {
    node.style.lineHeight = node.style.letterSpacing = node.style.wordSpacing = '';
  });
  return wide;
})()`;

/** A page of a browser that shows what was kept, with the style sheets as they are and no script of its own. */
export async function openStatePage(browser: Browser): Promise<{
  show(state: KeptPage): Promise<string[]>;
  close(): Promise<void>;
}> {
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 }, locale: 'zh-CN' });
  let body = '';
  const sheets = new Map(
    readdirSync(path.join(projectRoot, 'public/css')).map((name) => [
      name,
      readFileSync(path.join(projectRoot, 'public/css', name), 'utf8'),
    ]),
  );
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    const sheet = sheets.get(path.basename(pathname));
    if (sheet !== undefined) return route.fulfill({ body: sheet, contentType: 'text/css' });
    if (route.request().resourceType() === 'document')
      return route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
    return route.abort();
  });
  const open = async (address: string, html: string) => {
    body = html;
    await page.goto(`${HOST}${address}`);
  };
  return {
    async show({ path: address, html }) {
      const found = await runAxe(browser, html, { width: 1024, height: 768 }, NO_OTHER_WAY);
      for (const lengthened of lengthenNames(html)) {
        await open(address, lengthened);
        found.push(...(await listGeometry(page)));
      }
      return [...new Set(found)];
    },
    close: () => page.close(),
  };
}

async function listGeometry(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width > 600 ? 768 : 740 });
    found.push(...(await page.evaluate<string[]>(geometry)).map((fault) => `at ${width}: ${fault}`));
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  found.push(...(await findLayoutFaults(page)).filter((fault) => fault.startsWith('overlap')));
  const spaced = await page.evaluate<number>(spacing);
  if (spaced > 0) found.push(`with wide spacing: ${spaced} px too wide`);
  await page.emulateMedia({ forcedColors: 'active' });
  found.push(...(await page.evaluate<string[]>(edges)));
  await page.emulateMedia({ forcedColors: null, media: 'print' });
  await page.setViewportSize(PAPER);
  const overhang = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (overhang > 0) found.push(`on paper: ${overhang} px too wide`);
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1024, height: 768 });
  return found;
}
