export { createObjectionControllers } from './objection.controller';
export { createObjectionService, type ObjectionService } from './objection.service';
export { type AccountProof, createProveAccount, OBJECTION_HOURS, type ProveAccount } from './prove-account';
export { isContested, type ProofRoute } from './re-registration.repository';
export { createRecordProofService, type RecordProofService } from './record-proof.service';
export { reRegistrationRoutes } from './routes';
export { createSolutionsControllers } from './solutions.controller';
