export type { Candidate } from './candidate';
export {
  type CandidateRecord,
  findCandidate,
  getIdentityNumber,
  insertCandidate,
} from './candidate.repository';
export { toFacts } from './candidate-facts';
