export { type Account, type AccountStatus, accountColumns } from './account';
export {
  chooseAccount,
  findAccount,
  findAccountByUserName,
  findOwningAccount,
  insertAccount,
  isPhoneRegistered,
  isUserNameTaken,
  listAccountsByNames,
  listAccountsOfNumber,
  listAccountsOfPerson,
  lockAccount,
  type NewAccount,
  type TypedNames,
  updateAccountPassword,
  updateAccountPhone,
} from './account.repository';
export type { AccountCodePurpose } from './account-code.presenter';
export {
  type AccountCodes,
  type CodeAnswer,
  type CodeRequest,
  type CodeSending,
  type CodeState,
  type CodeTarget,
  createAccountCodes,
} from './account-code.service';
export type { AccountMailKind, AccountMailValues } from './account-mail.presenter';
export {
  type AccountMail,
  findAccountMail,
  listAccountMails,
  markAccountMailRead,
} from './account-mail.repository';
export {
  type AccountSession,
  endAccountSession,
  endAccountSessions,
  findSignedInAccount,
  insertAccountSession,
  listAccountSessions,
  type SignedInAccount,
  touchAccountSession,
} from './account-session.repository';
export { type AccountTokens, createAccountTokens } from './account-token.repository';
export { auditAccount } from './audit-account';
export { type Claim, type ClaimErrors, claimFields, readClaim, readTypedClaim } from './claim.form';
export {
  type Classmate,
  isInClass,
  listActiveAccounts,
  listClassmates,
  type SchoolClass,
} from './classmate.repository';
export {
  askToClose,
  cancelAccount,
  findLapsed,
  type Lapsing,
  lockDueClosing,
  takeLapsing,
  withdrawClosing,
} from './closing.repository';
export { type CodeStepModel, presentCodeSending, presentCodeStep } from './code-step.presenter';
export { forgetOtherDevices, isKnownDevice, keepDevice } from './device.repository';
export {
  documentLabels,
  documentOptions,
  passportCountries,
  presentDocumentNumber,
} from './document.presenter';
export { bindEmail, claimEmail, unbindEmail } from './email.repository';
export {
  type AccountFactor,
  bindFactor,
  type FactorKind,
  findFactorOwner,
  listFactors,
  unbindFactor,
} from './factor.repository';
export type { Limited, LimitName } from './limit';
export { type LimitModel, presentEmailLimit, presentLimit } from './limit.presenter';
export { type NewPasswordErrors, readNewPassword } from './new-password.form';
export {
  activateAccount,
  getOwnershipTimes,
  lockPerson,
  lockPersons,
  type OwnershipTimes,
  reinstateAccount,
  restoreAccount,
  stopClaimant,
  suspendAccount,
  unproveAccount,
} from './ownership.repository';
export {
  correctPersonName,
  findActiveAccount,
  findPerson,
  findPersonForUpdate,
  findPersonOfNumber,
  lockPersonOf,
  type OwningAccount,
  type Person,
} from './person.repository';
export {
  indexIdentity,
  listIdentityIndexes,
  openAccountPhone,
  openEmail,
  openIdentity,
  type Sealed,
  sealAccountPhone,
  sealEmail,
  sealFactor,
  sealIdentity,
} from './sealed';
export { endBrowserSession } from './session-life';
export {
  type AccountSignInOutcome,
  insertAccountSignIn,
  type LoggedAccountSignIn,
  listAccountSignIns,
  type SignInWay,
} from './sign-in-log.repository';
export {
  indexRecordNumber,
  insertStudentRecord,
  listStudentRecords,
  type NewStudentRecord,
  openRecordNumberTail,
  type StudentRecord,
} from './student-record.repository';
export { presentSupport } from './support.presenter';
export { tellAccount } from './tell-account';
export { normaliseUserName, readTypedNames } from './typed-names';
export { createVisitorPictures, type VisitorPictures } from './visitor-picture.controller';
