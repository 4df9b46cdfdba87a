import { type DemoInstitution, listDemoInstitutions, parseInstitution } from '../institutions';
import rows from './known-codes.json';

/** Those whose code of 2025 or 2026 is known. */
const known: readonly DemoInstitution[] = rows.map(parseInstitution);
const knownCodes = new Set(known.map(({ code }) => code));
const knownNames = new Set(known.map(({ name }) => name.replace(/\(.*$/, '')));

/** Codes by which nobody is admitted any more, or that were for registrations of their own. */
const GONE = /专升本|定向就业|合办|联办/;

/**
 * Real institutions in order of code: the code of this year where it is known, else that of 2021, which is a code of the
 * demo's own here. `isInventedCode` tells them apart.
 */
export function listInstitutions(): readonly DemoInstitution[] {
  const others = listDemoInstitutions().filter(
    ({ code, name }) =>
      !knownCodes.has(code) && !knownNames.has(name.replace(/\(.*$/, '')) && !GONE.test(name),
  );
  return [...known, ...others].toSorted((one, other) => Number(one.code) - Number(other.code));
}

/** Whether a code is the demo's own. */
export function isInventedCode(code: string): boolean {
  return !knownCodes.has(code);
}
