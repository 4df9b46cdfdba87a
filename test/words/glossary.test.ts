import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { listHits, listTracked, readTracked, root } from './tracked-files';

/** Pages that send a newcomer to files: each file and folder that they name has to be there. */
const maps = ['docs/glossary.md', 'docs/requirements.md', 'CONTRIBUTING.md'];
const NAMED = /`((?:src|views|test|migrations|seeds|public|docs|bench|deploy)\/[^`\s]*)`/g;

/** `src/rules/filing/*.ts` names a kind of file, `NNNN` and `<name>` something yet to be written. */
const isPattern = (name: string) => /[*<]|NNNN/.test(name);

describe('the maps for newcomers', () => {
  it.each(maps)('%s names files and folders that there are', (map) => {
    const named = listHits(readTracked(map), NAMED).filter((name) => !isPattern(name));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  it('are not alone: no other document names a file that is gone', () => {
    // What was done is told as it was.
    const history = ['docs/performance-history.md', 'CHANGELOG.md'];
    const gone = listTracked()
      .filter((file) => /^(docs\/.+|[A-Z][\w.-]+)\.md$/.test(file) && !history.includes(file))
      .flatMap((file) =>
        listHits(readTracked(file), NAMED)
          .filter((name) => !isPattern(name) && !existsSync(path.join(root, name)))
          .map((name) => `${file}: ${name}`),
      );
    expect(gone).toEqual([]);
  });

  it('name every room of the house, and every folder that has pages or routes', () => {
    const glossary = readTracked('docs/glossary.md');
    const folders = new Set(
      listTracked('src')
        .filter((file) => /(^|\/)(routes|[a-z-]+\.controller)\.ts$/.test(file) && file.split('/').length > 2)
        .map((file) => path.dirname(file).replace(/\/pages$/, '')),
    );
    expect(folders.size).toBeGreaterThan(20);
    for (const file of listTracked('src'))
      if (file.split('/').length > 3) folders.add(file.split('/').slice(0, 3).join('/'));
    const columns = new Set(listHits(glossary, /^\| [^|]+ \| [^|]+ \| `([^`]+)` \|/gm));
    expect([...folders].filter((folder) => !columns.has(folder))).toEqual([]);
    expect([...columns].filter((folder) => !statSync(path.join(root, folder)).isDirectory())).toEqual([]);
  });

  it('say words that pages, papers or packs say', () => {
    const said = listTracked('views', 'src', 'seeds/reference')
      .filter((file) => /\.(njk|typ|ts|json)$/.test(file))
      .map(readTracked)
      .join('\n');
    const words = listHits(readTracked('docs/glossary.md'), /^\| ([^|]+) \| [^|]+ \| `[^`]+` \|/gm)
      .flatMap((cell) => cell.split(' '))
      .filter((word) => word !== '–');
    expect(words.length).toBeGreaterThan(80);
    expect(words.filter((word) => !said.includes(word))).toEqual([]);
  });
});
