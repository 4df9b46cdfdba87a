import { existsSync } from 'node:fs';
import path from 'node:path';
import { listHits, readTracked, root } from './tracked-files';

/*
 * docs/security.md says of each point of three standards how it is done, by which test it is held, or that it is not: no
 * row without one of the two, no test that there is not.
 */

const page = readTracked('docs/security.md');
/** Rows whose last column has tests or gaps, by the heading of the table. */
const rows = [
  ...page.matchAll(/^\| (?:section|point|what) \|[^\n]*tests[^\n]*\|\n\| ---[^\n]*\n((?:\|[^\n]*\n)+)/gm),
].flatMap(([, body = '']) => body.trim().split('\n'));
const sections = [...Array(17).keys()].map((at) => `V${at + 1}`);

it('names files that there are', () => {
  const named = listHits(page, /`((?:test|src|deploy|views|docs)\/[^`]+)`/g);
  expect(named.length).toBeGreaterThan(100);
  expect([...new Set(named)].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  const linked = listHits(page, /\]\(([^)#]+)(?:#[^)]*)?\)/g);
  expect(linked.filter((file) => !existsSync(path.join(root, 'docs', file)))).toEqual([]);
});

it('has for each point a test, a gap by name, or nothing to test', () => {
  expect(rows.length).toBeGreaterThan(70);
  expect(rows.filter((row) => !/`test\/[^`]+\.test\.ts`|\*\*gap\*\*|nothing to test/.test(row))).toEqual([]);
  expect(
    rows.filter((row) => /\*\*gap\*\*(?!:? [a-z\dA-Z(])/.test(row) && !row.includes('**gap**: ')),
  ).toEqual([]);
});

it('goes through every chapter', () => {
  expect(sections.filter((name) => !new RegExp(`^\\|[^|]*\\b${name}(\\.\\d+)?\\b`, 'm').test(page))).toEqual(
    [],
  );
  for (const point of ['8.1.2.1', '8.1.3.1', '8.1.4.1', '8.1.4.11', '8.1.5.4']) expect(page).toContain(point);
});
