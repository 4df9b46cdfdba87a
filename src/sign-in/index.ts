export { type Arrival, createArrival } from './arrival.controller';
export { presentEnded } from './ended-session.presenter';
export {
  createFirstSecret,
  hashFirstSecret,
  isFirstSecret,
  normaliseSecret,
  storeFirstSecret,
} from './first-secret';
export { createJourney, findJourney } from './journey';
export { presentPasswordFaults } from './password.presenter';
export {
  type PasswordChangeErrors,
  presentPasswordChange,
  readPasswordChange,
} from './password-change.form';
export { type Admitted, markPassword } from './password-check';
export { findPasswordFaults, type PasswordFault } from './password-rules';
export { listPersonalFacts } from './personal-facts';
export type { AccountArrival, FirstSignIn, Journey } from './session-data';
export { endOlderSession, endSession, findLanding, startAnew, startPending } from './session-life';
export {
  exchangeFirstSecret,
  lockCredential,
  resetPasswordHash,
  updateSessionId,
} from './sign-in.repository';
export type { PasswordConfirmation, PasswordOwner, SignInService } from './sign-in.service';
export type { SignInLimits } from './sign-in-limits';
export { presentSignIn, type SignInRow } from './sign-in-log.presenter';
export { type LoggedSignIn, listBrowsers, listSignIns } from './sign-in-log.repository';
export { readSignInPicture, showedPicture } from './sign-in-picture.form';
