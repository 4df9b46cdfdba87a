import type { PasswordFault } from './password-rules';

const sentences: Record<PasswordFault, string> = {
  tooShort: '新密码不能少于8位！',
  tooLong: '新密码不能多于20位！',
  noUpperCase: '新密码必须包含大写字母！',
  noLowerCase: '新密码必须包含小写字母！',
  noDigit: '新密码必须包含数字！',
  noSymbol: '新密码必须包含符号！',
  characters: '新密码只能使用英文字母、数字和半角符号，不能有空格！',
  common: '新密码过于常见，请换一个！',
  personal: '新密码不能包含考生号、证件号码或出生日期！',
};

/** The red sentence of a fault of a new password. */
export function presentPasswordFault(fault: PasswordFault): string {
  return sentences[fault];
}
