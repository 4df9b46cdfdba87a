import { type PasswordFault, presentPasswordFault } from '../sign-in';

/** The red sentence of a fault of an account's new password. */
export function presentAccountPasswordFault(fault: PasswordFault): string {
  return fault === 'personal'
    ? '密码不能包含手机号码、证件号码或出生日期！'
    : presentPasswordFault(fault).replace('新密码', '密码');
}
