export { type ClaimNumber, createClaimNumber } from './claim-number';
export { findOpenClaim } from './number-claim.repository';
export { type NumberStanding, readNumberStanding } from './number-standing';
export { createObjectionControllers } from './objection.controller';
export { createObjectionService, type ObjectionService } from './objection.service';
export { findObjectionTarget, hashObjectionToken } from './objection-link.repository';
export {
  type AccountProof,
  createProveAccount,
  OBJECTION_HOURS,
  type ProofSettings,
  type ProveAccount,
} from './prove-account';
export {
  findContest,
  findHeldProof,
  findSilentContest,
  isContested,
  listReRegistrations,
  type ProofRoute,
  type ReRegistration,
} from './re-registration.repository';
export { createRecordProofService, type RecordProofService } from './record-proof.service';
export { createReinstateService, type Reinstatement, type ReinstateService } from './reinstate.service';
export { createReleaseNumber, type ReleaseNumber } from './release-number';
export { routeNames } from './route.presenter';
export { reRegistrationRoutes } from './routes';
export { createSettleForOld, type SettleForOld } from './settle-for-old';
export { createSolutionsControllers } from './solutions.controller';
export { createUpholdProof, type UpholdProof } from './uphold-proof';
export { createWaitingProofs, type WaitingProofs } from './waiting-proofs';
