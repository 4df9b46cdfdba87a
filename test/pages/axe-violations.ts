import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { readPageSignature } from './page-signature';
import { hasPassed, recordPassed } from './passed-pages';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Lists what axe finds against WCAG 2.2 AA on the page as it stands; a shape that passed in this run passes again.
 * axe needs timers, which a page without scripts lacks, so such a page is looked at in a copy.
 */
export async function findAxeViolations(
  browser: Browser,
  page: Page,
  javaScript: boolean,
): Promise<string[]> {
  const signature = await readPageSignature(page);
  if (hasPassed(signature)) return [];
  const found = javaScript ? await analyse(page) : await analyseCopy(browser, page);
  if (found.length === 0) recordPassed(signature);
  return found;
}

async function analyse(page: Page): Promise<string[]> {
  // Options first: they replace the tags. What passed is not described, which halves the time.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(WCAG);
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.map(
    ({ id, help, nodes }) => `axe ${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}

async function analyseCopy(browser: Browser, original: Page): Promise<string[]> {
  const html = await original.content();
  const copy = await browser.newPage({ viewport: original.viewportSize() });
  try {
    await copy.route('**/*.js', (route) => route.abort());
    await copy.route(original.url(), (route) => route.fulfill({ body: html, contentType: 'text/html' }));
    await copy.goto(original.url());
    return await analyse(copy);
  } finally {
    await copy.close();
  }
}
