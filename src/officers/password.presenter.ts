import { type PasswordFault, presentPasswordFault } from '../sign-in';

/** The red sentence of a fault of an officer's new password. */
export function presentOfficePasswordFault(fault: PasswordFault): string {
  return fault === 'personal' ? '新密码不能包含登录名！' : presentPasswordFault(fault);
}
