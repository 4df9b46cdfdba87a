import type { Browser, Page } from 'playwright-core';
import { readPageParts } from './page-signature';
import { havePartsPassed, recordPartsPassed } from './passed-pages';
import { runAxe } from './run-axe';

/**
 * Lists what axe finds against WCAG 2.2 AA on the page as it stands; a page whose every part has passed in this run
 * passes too (the long run looks at each state by itself: every-state.ts).
 */
export async function findAxeViolations(browser: Browser, page: Page): Promise<string[]> {
  const parts = await readPageParts(page);
  if (havePartsPassed(parts)) return [];
  const found = await runAxe(
    browser,
    await page.content(),
    page.viewportSize() ?? { width: 1024, height: 768 },
  );
  if (found.length === 0) recordPartsPassed(parts);
  return found;
}
