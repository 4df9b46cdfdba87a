import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../../src/infrastructure/paths';
import { keepOpen } from '../support/browser';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const options = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // What passed is not described, which halves the time.
  resultTypes: ['violations'],
};

/** One page a worker, for all test files that it runs: axe is read there once, and grows faster with each look. */
const worker = globalThis as { axePage?: { page: Page; busy: Promise<unknown> } };

const folder = path.join(projectRoot, 'public/css');
const sheets = new Map(
  readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
);

async function openAxePage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  keepOpen(context);
  const page = await context.newPage();
  let opened = false;
  // Nothing is fetched for the copies, and none leads away.
  await page.route('**/*', (route) => {
    if (opened) return route.abort('aborted');
    opened = true;
    return route.fulfill({ body: '<!doctype html>', contentType: 'text/html' });
  });
  await page.goto('http://axe.test/');
  await page.evaluate(source);
  return page;
}

/** A page as a copy shows it: with its style, without its scripts. */
const toCopy = (html: string) =>
  html
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link rel="stylesheet"[^>]*href="[^"]*?([\w.-]+\.css)"[^>]*>/g, (link, name: string) => {
      const sheet = sheets.get(name);
      if (sheet === undefined) throw new Error(`public/css has no ${name}`);
      return `<style media="${/media="([^"]*)"/.exec(link)?.[1] ?? 'all'}">${sheet}</style>`;
    });

/**
 * What axe finds against WCAG 2.2 AA on a page, looked at in a copy, one line a rule.
 * @param without names of rules that do not count there
 */
export async function runAxe(
  browser: Browser,
  html: string,
  viewport: { readonly width: number; readonly height: number },
  without: readonly string[] = [],
): Promise<string[]> {
  if (worker.axePage === undefined || worker.axePage.page.isClosed())
    worker.axePage = { page: await openAxePage(browser), busy: Promise.resolve() };
  const { axePage } = worker;
  const copy = toCopy(html);
  const look = axePage.busy.then(() => lookAtCopy(axePage.page, copy, viewport, without));
  axePage.busy = look.catch(() => undefined);
  return look;
}

async function lookAtCopy(
  page: Page,
  copy: string,
  viewport: { readonly width: number; readonly height: number },
  without: readonly string[],
): Promise<string[]> {
  const { width, height } = page.viewportSize() ?? viewport;
  if (width !== viewport.width || height !== viewport.height) await page.setViewportSize(viewport);
  // A document that is written anew keeps what scripts there know: axe stays, and stays fast.
  await page.evaluate(
    `(function () { document.open(); document.write(${JSON.stringify(copy)}); document.close(); })()`,
  );
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const violations = await page.evaluate<Result[]>(
    `axe.run(document, ${JSON.stringify({ ...options, rules })}).then(function (found) { return found.violations; })`,
  );
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ html }) => html).join(' ');
    return `axe ${id}: ${help}: ${where.slice(0, 1_000)}`;
  });
}
