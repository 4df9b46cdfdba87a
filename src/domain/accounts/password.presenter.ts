import type { PasswordFault } from '../../rules/identity/password-rules';
import { presentPasswordFaults } from '../credentials/password.presenter';

/** The red sentence of all faults of an account's new password. */
export function presentAccountPasswordFaults(faults: readonly PasswordFault[]): string {
  return presentPasswordFaults(
    faults,
    '密码',
    '不能包含用户名、手机号码、证件号码、出生日期或姓名拼音中的一段',
  );
}
