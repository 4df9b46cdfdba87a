export { createAccountControllers } from './account.controller';
export { type AccountService, createAccountService, type IssuedSecret } from './account.service';
export { type ActAuthor, auditAct, beginAct } from './act-author';
export { createAuditLogController } from './audit-log.controller';
export { auditOfficer, type OfficerAct } from './audit-officer';
export { createOfficerFirstSignInControllers } from './first-sign-in.controller';
export { createOfficerFirstSignInService, type OfficerFirstSignInService } from './first-sign-in.service';
export { createOfficeHome } from './home.controller';
export { createOfficerLetterControllers } from './letter.controller';
export { createOfficerLetterService, type OfficerLetterService } from './letter.service';
export { createOfficeArrival } from './office-session-life';
export { createOfficeSignInService, type OfficeSignInService } from './office-sign-in.service';
export { createOfficeTokens, type OfficeTokens } from './office-token.repository';
export {
  type DraftFault,
  findDraftFaults,
  normaliseSignInName,
  type Officer,
  type OfficerDraft,
  type OfficerRole,
  officerRoles,
} from './officer';
export { roleNames } from './officer.presenter';
export {
  findOfficer,
  findOfficerByName,
  findSignedInOfficer,
  listOfficers,
  type OfficerAccount,
} from './officer.repository';
export { findDraftPlaces } from './officer-places';
export { createOfficePasswordControllers } from './password.controller';
export {
  type ListedReason,
  MAX_REASON,
  type ReasonErrors,
  readListedReason,
  readReason,
  type TypedReason,
} from './reason.form';
export { officerRoutes } from './routes';
export { covers, narrowToOwn, type Registered, type Scope, scopeOf } from './scope';
export { describeScope, findCandidateWithin, type ScopeCondition, scopeCandidates } from './scope.repository';
export { createOfficeSignInControllers } from './sign-in.controller';
export { presentSubjectHistory, tabulateHistory } from './subject-history';
