import { maskNumber } from '../forgotten-number';
import type { Coded } from '../rules/rule-pack';
import type { FoundCandidate } from './search.repository';

export interface FoundModel {
  readonly id: number;
  readonly name: string;
  readonly candidateNumber: string;
  readonly kind: string;
  readonly place: string;
}

/** 张**: the first character of a name, and how many follow. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + rest.map((one) => (one === '·' ? one : '*')).join('');
}

/** One hit, masked until its record is opened. */
export function presentFound(kinds: readonly Coded[], found: FoundCandidate): FoundModel {
  return {
    id: found.id,
    name: maskName(found.name),
    candidateNumber: maskNumber(found.candidateNumber),
    kind: kinds.find(({ code }) => code === found.kind)?.name ?? found.kind,
    place: `${found.countyName}　${found.schoolName}　${found.className}`,
  };
}
