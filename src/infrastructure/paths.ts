import { existsSync } from 'node:fs';
import path from 'node:path';

/** Folder that holds package.json, from the sources as well as from `dist/`. */
export const projectRoot = findProjectRoot(__dirname);

function findProjectRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('package.json was not found above the program');
  return findProjectRoot(parent);
}
