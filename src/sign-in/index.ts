export { presentPasswordFault } from './password.presenter';
export type { PasswordHasher } from './password-hasher';
export { findPasswordFaults, type PasswordFault } from './password-rules';
export type { PasswordConfirmation, PasswordOwner, SignInService } from './sign-in.service';
