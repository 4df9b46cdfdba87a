import { existsSync } from 'node:fs';
import path from 'node:path';
import { listHits, listTracked, readTracked, root } from './tracked-files';

/*
 * docs/requirements.md says what each code means that comments, tests and guides cite: (M8), (P19), (S14). A reader has
 * the repository alone.
 */

const PAGE = 'docs/requirements.md';
const page = readTracked(PAGE);
const rows = [...page.matchAll(/^\| ([ABMSP]\d+) \| (.+?) \| (.+?) \| (.+) \|$/gm)].map(
  ([, code = '', sentence = '', source = '', tests = '']) => ({ code, sentence, source, tests }),
);
const known = new Set(rows.map(({ code }) => code));

/** A code where it is cited; cells of sheets ('A1'), escapes (%B1) and parts of longer names are none. */
const CITED = /(?<![\w%'"`=.-])[ABMSP][1-9]\d?(?![\w.'"`])/g;
const cited = listTracked('src', 'test', 'docs', 'migrations', 'views', 'bench', 'public/js', 'seeds')
  .filter((file) => /\.(ts|njk|typ|md|js)$/.test(file) && file !== PAGE)
  .flatMap((file) => (readTracked(file).match(CITED) ?? []).map((code) => ({ file, code })));

describe('the requirements', () => {
  it('have every code that is cited anywhere', () => {
    expect(cited.length).toBeGreaterThan(50);
    expect(cited.filter(({ code }) => !known.has(code))).toEqual([]);
  });

  it('have each code once, in order, with its sentence and source', () => {
    expect(rows.length).toBeGreaterThan(100);
    const codes = rows.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
    const order = (code: string) => 'ABMSP'.indexOf(code.charAt(0)) * 100 + Number(code.slice(1));
    expect(codes).toEqual([...codes].sort((one, other) => order(one) - order(other)));
    expect(rows.filter(({ sentence, source }) => !/\.$/.test(sentence) || source.trim() === '')).toEqual([]);
    const lines = page.match(/^\| [A-Z]\d+ /gm) ?? [];
    expect(lines).toHaveLength(rows.length);
  });

  it('name tests that there are, or say that there is none yet', () => {
    for (const { code, tests } of rows) {
      const named = listHits(tests, /`([^`]+)`/g);
      expect([code, named.length > 0 || tests === 'none yet']).toEqual([code, true]);
      expect([
        code,
        named.filter((file) => !/^test\/.+\.test\.ts$/.test(file) || !existsSync(path.join(root, file))),
      ]).toEqual([code, []]);
    }
  });

  it('are what sources cite: no page that the repository does not have', () => {
    const pages = new Set(listTracked().map((file) => path.basename(file)));
    const wrong = listTracked('src', 'test', 'migrations', 'views', 'bench', 'public/js', 'seeds')
      .filter((file) => /\.(ts|njk|typ|js)$/.test(file))
      .flatMap((file) =>
        listHits(readTracked(file), /(?<![\w/-])([\w./-]*[a-z]\.md)\b/g)
          .filter((name) => !pages.has(path.basename(name)))
          .map((name) => `${file}: ${name}`),
      );
    expect(wrong).toEqual([]);
  });
});
