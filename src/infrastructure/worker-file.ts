import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths';

/**
 * The compiled program of a worker thread.
 * Node starts threads from JavaScript only. The compiled server finds it beside itself; from the sources (tests)
 * it is the one of the last build, at the same place below `dist/`. `npm test` builds before it tests.
 * @param folder that of its source, or of what was compiled from it
 * @throws Error naming the build when there is none.
 */
export function getWorkerFile(folder: string, name: string): string {
  const own = path.join(folder, `${name}.js`);
  const built = path.join(projectRoot, 'dist', path.relative(projectRoot, own));
  const found = [own, built].find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${built} is missing: npm run build`);
  return found;
}
