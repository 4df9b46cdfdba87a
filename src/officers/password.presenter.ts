import { type PasswordFault, presentPasswordFaults } from '../sign-in';

/** The red sentence of all faults of an officer's new password. */
export function presentOfficePasswordFaults(faults: readonly PasswordFault[]): string {
  return presentPasswordFaults(faults, '新密码', '不能包含登录名');
}
