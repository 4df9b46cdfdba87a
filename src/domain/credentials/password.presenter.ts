import type { PasswordFault } from '../../rules/identity/password-rules';

const classes: Partial<Record<PasswordFault, string>> = {
  noUpperCase: '大写字母',
  noLowerCase: '小写字母',
  noDigit: '数字',
  noSymbol: '符号',
};

const clauses: Partial<Record<PasswordFault, string>> = {
  characters: '只能使用英文字母、数字和半角符号，不能有空格',
  tooShort: '不能少于8位',
  tooLong: '不能多于20位',
  common:
    '过于常见，容易被他人猜到（主要由常用词、姓名拼音、日期或常用数字组成，请加入几个没有规律的字母和数字）',
  walk: '含有键盘上相邻或按顺序的一串字符，容易被他人猜到',
  repeated: '是同样的字符反复出现，容易被他人猜到',
};

/**
 * The red sentence of all faults of a new password, so that one try tells every rule; '' where there is none.
 * @param personal what the password must not contain, as a clause
 */
export function presentPasswordFaults(
  faults: readonly PasswordFault[],
  subject = '新密码',
  personal = '不能包含考生号、证件号码、手机号码、出生日期或姓名拼音中的一段',
): string {
  if (faults.length === 0) return '';
  const missing = faults.flatMap((fault) => classes[fault] ?? []).join('、');
  const said = [
    ...faults.flatMap((fault) => clauses[fault] ?? []),
    ...(missing === '' ? [] : [`必须包含${missing}`]),
    ...(faults.includes('personal') ? [personal] : []),
  ];
  return `${subject}${said.join('，')}，请重新输入！`;
}
