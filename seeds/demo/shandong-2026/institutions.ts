import { type DemoInstitution, listDemoInstitutions, parseInstitution } from '../institutions';
import rows from './known-codes.json';

/** Those whose code follows from the national one: 10422 is A422, 11065 is B065. */
const known: readonly DemoInstitution[] = rows.map(parseInstitution);
const knownNames = new Set(known.map(({ name }) => name));

/** Codes by which nobody is admitted any more, or that were for registrations of their own. */
const GONE = /专升本|定向就业|合办|联办/;

/** No rule of codes leads to this letter: such a code is the demo's own. */
const INVENTED = 'Z';

const all: readonly DemoInstitution[] = [
  ...known,
  ...listDemoInstitutions()
    .filter(({ name }) => !knownNames.has(name) && !GONE.test(name))
    .map((one, index) => ({ ...one, code: `${INVENTED}${String(index + 1).padStart(3, '0')}` })),
];

/** Real institutions: those with a known code in its order, then all others under codes of the demo's own. */
export function listInstitutions(): readonly DemoInstitution[] {
  return all;
}

/** Whether a code is the demo's own. */
export function isInventedCode(code: string): boolean {
  return code.startsWith(INVENTED);
}
