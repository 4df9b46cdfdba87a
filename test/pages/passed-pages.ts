import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

function folderOfRun(): string {
  const folder = process.env.TEST_PASSED_PAGES;
  if (!folder) throw new Error('TEST_PASSED_PAGES is not set: run the tests through jest');
  return folder;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** Pages that passed in this run, in whichever test file: a folder of the run, with an empty file a shape. */
const fileOf = (signature: string) => path.join(folderOfRun(), digest(signature));

export function hasPassed(signature: string): boolean {
  return existsSync(fileOf(signature));
}

export function recordPassed(signature: string): void {
  writeFileSync(fileOf(signature), '');
}

/** Parts of pages that passed in this run: a file that all test files add lines to. */
const fileOfParts = () => path.join(folderOfRun(), 'parts');
let known: { readonly size: number; readonly parts: ReadonlySet<string> } = { size: 0, parts: new Set() };

function readPassedParts(): ReadonlySet<string> {
  const file = fileOfParts();
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size !== known.size) known = { size, parts: new Set(readFileSync(file, 'utf8').split('\n')) };
  return known.parts;
}

/** Whether each of these parts stood on a page that passed. */
export function havePartsPassed(parts: readonly string[]): boolean {
  const passed = readPassedParts();
  return parts.every((part) => passed.has(digest(part)));
}

export function recordPartsPassed(parts: readonly string[]): void {
  const passed = readPassedParts();
  const added = parts.map(digest).filter((part) => !passed.has(part));
  // In one write, so that lines of two test files do not mix.
  appendFileSync(fileOfParts(), added.map((part) => `${part}\n`).join(''));
}
