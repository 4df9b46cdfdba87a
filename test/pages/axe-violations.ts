import type { Browser, Page } from 'playwright-core';
import { readPageParts } from './page-signature';
import { havePartsPassed, recordPartsPassed } from './passed-pages';
import { runAxe } from './run-axe';

/**
 * Lists what axe finds against WCAG 2.2 AA on the page as it stands; a page whose every part has passed in this run
 * passes too (the long run looks at each state by itself: every-state.ts).
 * axe needs timers, which a page without scripts lacks, so such a page is looked at in a copy.
 */
export async function findAxeViolations(
  browser: Browser,
  page: Page,
  javaScript: boolean,
): Promise<string[]> {
  const parts = await readPageParts(page);
  if (havePartsPassed(parts)) return [];
  const found = javaScript ? await runAxe(page) : await analyseCopy(browser, page);
  if (found.length === 0) recordPartsPassed(parts);
  return found;
}

async function analyseCopy(browser: Browser, original: Page): Promise<string[]> {
  const html = await original.content();
  const copy = await browser.newPage({ viewport: original.viewportSize() });
  try {
    await copy.route('**/*.js', (route) => route.abort());
    await copy.route(original.url(), (route) => route.fulfill({ body: html, contentType: 'text/html' }));
    await copy.goto(original.url());
    return await runAxe(copy);
  } finally {
    await copy.close();
  }
}
