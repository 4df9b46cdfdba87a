import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../../src/infrastructure/paths';
import { findHtmlValidator } from './html-validator';
import { addKeptPages, type KeptPage, readKeptPages } from './kept-pages';
import { openStatePage } from './page-look';

/** Pages that are looked at side by side. */
const ABREAST = 2;

/**
 * Looks at every state of a page that the tests of this run were answered with: axe, html-validate, four widths,
 * paper, forced colours, long names. With `STATES=list` docs/page-states.md
 * is written, of this run, or with STATES_FOLDER of all runs that left their pages there.
 * @returns what is wrong, each with the pages that have it
 */
export async function lookAtEveryState(browser: Browser): Promise<string[]> {
  const kept = process.env.TEST_KEPT_PAGES;
  if (!kept) return [];
  const pages = readKeptPages(kept);
  const validate = findHtmlValidator();
  if (validate === null) process.stderr.write('npm could not bring html-validate: pages are not validated\n');
  const where = new Map<string, string[]>();
  const queue = [...pages];
  const work = async () => {
    const look = await openStatePage(browser);
    for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
      const found = [...(await look.show(state)), ...((await validate?.(state.html)) ?? [])];
      for (const fault of found)
        where.set(fault, [...(where.get(fault) ?? []), `${state.status} ${state.path}`]);
    }
    await look.close();
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
  process.stdout.write(`${pages.length} states of pages were looked at\n`);
  const { STATES: asked, STATES_FOLDER: shared } = process.env;
  if (shared) addKeptPages(shared);
  if (asked === 'list')
    writeFileSync(
      path.join(projectRoot, 'docs/page-states.md'),
      listStates(shared ? readKeptPages(shared) : pages),
    );
  return [...where].map(([fault, at]) => `${fault} | ${[...new Set(at)].slice(0, 3).join(' ')}`);
}

/** An address without numbers of its own. */
const addressOf = (page: string) =>
  page
    .replace(/[?#].*$/, '')
    .replace(/\/[^/]*\d[^/]*/g, (part) => (/^\/[a-z-]+-\d$/.test(part) ? part : '/…'));

function listStates(pages: readonly KeptPage[]): string {
  const byAddress = new Map<string, KeptPage[]>();
  for (const page of pages) {
    const address = addressOf(page.path);
    byAddress.set(address, [...(byAddress.get(address) ?? []), page]);
  }
  const rows = [...byAddress].map(
    ([address, states]) =>
      `| \`${address}\` | ${states.length} | ${[...new Set(states.map(({ status }) => status))].sort().join(', ')} |`,
  );
  return `# States of pages that are looked at

\`STATES=list LONG=1 npx jest\` writes this list at its end, of the tests that it ran (\`STATES_FOLDER=…\`: of several runs that leave their pages in one folder): ${pages.length} pages that they were answered with, each of a shape of its own. axe (WCAG 2.2 A and AA), html-validate, 1024, 512 (200 % zoom), 360 and 320 px, targets of 24 px, the spacing of text of WCAG 1.4.12, forced colours, paper, names of people of 33 characters and of 74 in Latin letters, of schools of 47: one finding fails the run.

| address | states | answers |
| --- | --- | --- |
${rows.join('\n')}
`;
}
