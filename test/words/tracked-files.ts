import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

/** Files of the repository, as paths from its root, that are in these folders; all when none is named. */
export function listTracked(...folders: string[]): string[] {
  const found = execFileSync(
    'git',
    ['-c', 'core.quotePath=off', 'ls-files', '-co', '--exclude-standard', ...folders],
    { cwd: root, encoding: 'utf8' },
  );
  return found
    .trim()
    .split('\n')
    .filter((file) => existsSync(path.join(root, file)));
}

export const readTracked = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The first group of each match. */
export const listHits = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, hit = '']) => hit);
