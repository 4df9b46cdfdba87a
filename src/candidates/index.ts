export type { Candidate } from './candidate';
export {
  type CandidateRecord,
  findCandidate,
  findIdentityByIndex,
  findIdentityByNumber,
  findNumberNear,
  findSignedInCandidate,
  getIdentityNumber,
  type IdentityRecord,
  indexIdentityNumber,
  insertCandidate,
  lockCandidate,
} from './candidate.repository';
export { toFacts } from './candidate-facts';
export { findDisputedAt, freezeCandidate, requireUnfrozen, thawCandidate } from './freeze.repository';
