import type { ImportKind, KindCode } from '../kind';
import { candidatesKind } from './candidates';
import { evaluationsKind } from './evaluations';
import { fileStatesKind } from './file-states';
import { institutionsKind } from './institutions';
import { officersKind } from './officers';
import { placesKind } from './places';
import { plansKind } from './plans';
import { qualificationsKind } from './qualifications';
import { scoresKind } from './scores';
import { segmentsKind } from './segments';
import { statisticsKind } from './statistics';

/** Every kind of list, in the order in which a year's data come in. */
export const importKinds: readonly ImportKind[] = [
  placesKind,
  institutionsKind,
  plansKind,
  candidatesKind,
  qualificationsKind,
  scoresKind,
  evaluationsKind,
  statisticsKind,
  segmentsKind,
  fileStatesKind,
  officersKind,
];

/** The kind of a code such as `candidates`; null where there is none. */
export function findImportKind(code: string): ImportKind | null {
  return importKinds.find((kind) => kind.code === code) ?? null;
}

/** @throws where a code that was checked has no kind. */
export function getImportKind(code: KindCode): ImportKind {
  const kind = findImportKind(code);
  if (kind === null) throw new Error(`there is no kind of import ${code}`);
  return kind;
}
