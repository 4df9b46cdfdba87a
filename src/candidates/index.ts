export type { Candidate, Sex } from './candidate';
export {
  type CandidateRecord,
  findCandidate,
  findIdentityByIndex,
  findIdentityByNumber,
  findNumberNear,
  findSignedInCandidate,
  getIdentityNumber,
  type IdentityRecord,
  insertCandidate,
  listCandidateNumbers,
  lockCandidate,
} from './candidate.repository';
export { type FactsSource, toFacts } from './candidate-facts';
export { FILE_STATES, type FileState, type FileStateRecord } from './file-state';
export { listFileStates, putFileStates } from './file-state.repository';
export { findDisputedAt, freezeCandidate, requireUnfrozen, thawCandidate } from './freeze.repository';
export {
  CANDIDATE_NAME_FAULT,
  CANDIDATE_NUMBER_FAULT,
  presentCandidateDocumentFault,
} from './identity.presenter';
export {
  indexIdentityNumber,
  openIdentityNumber,
  openPhone,
  sealIdentityNumber,
  sealPhone,
} from './sealed-values';
