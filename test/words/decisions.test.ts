import { existsSync } from 'node:fs';
import path from 'node:path';
import { listHits, listTracked, readTracked, root } from './tracked-files';

const FOLDER = 'docs/decisions';
const pages = listTracked(FOLDER).filter((file) => file !== `${FOLDER}/README.md`);
const numberOf = (file: string) => path.basename(file).slice(0, 4);
const numbers = new Set(pages.map(numberOf));

/** Lines of a page of this width; a Chinese character takes two of its columns. */
const WIDTH = 120;
const MAX_LINES = 60;

function countLines(text: string): number {
  return text
    .split('\n')
    .map((line) => [...line].reduce((columns, sign) => columns + (sign > '\u2e7f' ? 2 : 1), 0))
    .reduce((lines, columns) => lines + Math.max(1, Math.ceil(columns / WIDTH)), 0);
}

describe('the decisions', () => {
  it('have a number each, in order', () => {
    expect(pages.filter((file) => !/^docs\/decisions\/\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(file))).toEqual(
      [],
    );
    // Not without a gap: pages that are written side by side take their numbers beforehand.
    expect(numbers.size).toBe(pages.length);
    expect(pages.map(numberOf)).toEqual([...numbers].toSorted());
  });

  it('take a page at most, under a title without their number', () => {
    expect(pages.filter((file) => countLines(readTracked(file)) > MAX_LINES)).toEqual([]);
    expect(pages.filter((file) => !/^# [^\d\n]/.test(readTracked(file)))).toEqual([]);
  });

  it('stand in the index by topic, each once, under their titles', () => {
    const index = [...readTracked(`${FOLDER}/README.md`).matchAll(/^- \[(\d{4})\]\(([^)]+)\) (.+)$/gm)].map(
      ([, number = '', file = '', title = '']) => ({ number, file, title }),
    );
    expect(index.map(({ file }) => `${FOLDER}/${file}`).sort()).toEqual(pages);
    for (const { number, file, title } of index) {
      expect(file.slice(0, 4)).toBe(number);
      expect(readTracked(`${FOLDER}/${file}`).split('\n')[0]).toBe(`# ${title}`);
    }
  });

  it('are there wherever one is cited', () => {
    const cited = listTracked('src', 'test', 'docs', 'migrations', 'views', 'bench', 'public/js', 'deploy')
      .concat('README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md')
      .filter((file) => /\.(ts|njk|typ|md|js|conf)$/.test(file))
      .flatMap((file) =>
        listHits(readTracked(file), /[Dd]ecisions?[ /](\d{4})\b/g).map((number) => ({ file, number })),
      );
    expect(cited.length).toBeGreaterThan(1);
    expect(cited.filter(({ number }) => !numbers.has(number))).toEqual([]);
    const dead = listTracked('docs')
      .filter((file) => /\.md$/.test(file))
      .flatMap((file) =>
        listHits(readTracked(file), /\]\(((?:\.\/|decisions\/)?\d{4}-[^)#\s]+)\)/g)
          .filter((link) => !existsSync(path.join(root, path.dirname(file), link)))
          .map((link) => `${file}: ${link}`),
      );
    expect(dead).toEqual([]);
  });
});
