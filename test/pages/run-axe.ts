import { readFileSync } from 'node:fs';
import type { Result } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const options = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // What passed is not described, which halves the time.
  resultTypes: ['violations'],
};

/**
 * What axe finds against WCAG 2.2 AA on a page that runs scripts, one line a rule.
 * @param without names of rules that do not count there
 */
export async function runAxe(page: Page, without: readonly string[] = []): Promise<string[]> {
  // Half a megabyte: once a document.
  if (!(await page.evaluate<boolean>('typeof axe === "object"'))) await page.evaluate(source);
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const violations = await page.evaluate<Result[]>(
    `axe.run(document, ${JSON.stringify({ ...options, rules })}).then(function (found) { return found.violations; })`,
  );
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ html }) => html).join(' ');
    return `axe ${id}: ${help}: ${where.slice(0, 1_000)}`;
  });
}
