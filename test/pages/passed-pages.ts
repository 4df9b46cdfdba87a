import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Pages that passed in this run, in whichever test file: a folder of the run, with an empty file a shape. */
function fileOf(signature: string): string {
  const folder = process.env.TEST_PASSED_PAGES;
  if (!folder) throw new Error('TEST_PASSED_PAGES is not set: run the tests through jest');
  return path.join(folder, createHash('sha256').update(signature).digest('hex'));
}

export function hasPassed(signature: string): boolean {
  return existsSync(fileOf(signature));
}

export function recordPassed(signature: string): void {
  writeFileSync(fileOf(signature), '');
}
