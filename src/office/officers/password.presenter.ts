import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import type { PasswordFault } from '../../rules/identity/password-rules';

/** The red sentence of all faults of an officer's new password. */
export function presentOfficePasswordFaults(faults: readonly PasswordFault[]): string {
  return presentPasswordFaults(faults, '新密码', '不能包含登录名或姓名拼音中的一段');
}
