import type { PhraseFault } from '../../rules/identity/security-phrase';

/** The red sentence of all faults of a new 密码验证信息; '' where there is none. `maxLength` as the pack has it. */
export function presentPhraseFaults(faults: readonly PhraseFault[], maxLength: number): string {
  if (faults.length === 0) return '';
  if (faults.includes('empty')) return '请输入密码验证信息！';
  const clauses: Readonly<Record<Exclude<PhraseFault, 'empty'>, string>> = {
    tooShort: '不能少于2个汉字',
    tooLong: `最长${maxLength}个汉字`,
    notHan: '只能使用汉字，不能包含标点、空格、字母或数字',
    ownName: '不能使用自己的名字',
    common: '过于常见，容易被他人猜到',
  };
  const said = faults.flatMap((fault) => (fault === 'empty' ? [] : [clauses[fault]]));
  return `密码验证信息${said.join('，')}，请重新输入！`;
}
