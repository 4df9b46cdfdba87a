import { maskCandidateNumber, maskName } from '../../rules/identity/masking';
import type { Coded } from '../../rules/pack/rule-pack';
import type { FoundCandidate } from './search.repository';

export interface FoundModel {
  readonly id: number;
  readonly name: string;
  readonly candidateNumber: string;
  readonly kind: string;
  readonly place: string;
}

/** One hit, masked until its record is opened. */
export function presentFound(kinds: readonly Coded[], found: FoundCandidate): FoundModel {
  return {
    id: found.id,
    name: maskName(found.name),
    candidateNumber: maskCandidateNumber(found.candidateNumber),
    kind: kinds.find(({ code }) => code === found.kind)?.name ?? found.kind,
    place: `${found.countyName}　${found.schoolName}　${found.className}`,
  };
}
