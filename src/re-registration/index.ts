export { createObjectionControllers } from './objection.controller';
export { createObjectionService, type ObjectionService } from './objection.service';
export {
  type AccountProof,
  createProveAccount,
  hashObjectionToken,
  OBJECTION_HOURS,
  type ProveAccount,
} from './prove-account';
export {
  findByToken,
  findContest,
  isContested,
  listReRegistrations,
  type ProofRoute,
  type ReRegistration,
} from './re-registration.repository';
export { createRecordProofService, type RecordProofService } from './record-proof.service';
export { createReinstateService, type Reinstatement, type ReinstateService } from './reinstate.service';
export { reRegistrationRoutes } from './routes';
export { createSettleForOld, type SettleForOld } from './settle-for-old';
export { createSolutionsControllers } from './solutions.controller';
