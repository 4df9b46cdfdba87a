import type { PhraseFault } from '../rules/security-phrase';

/** The red sentence of a fault of a new 密码验证信息; `maxLength` as the pack has it. */
export function presentPhraseFault(fault: PhraseFault, maxLength: number): string {
  switch (fault) {
    case 'empty':
      return '请输入密码验证信息！';
    case 'tooShort':
      return '密码验证信息不能少于2个汉字！';
    case 'tooLong':
      return `密码验证信息最长${maxLength}个汉字！`;
    case 'notHan':
      return '密码验证信息只能使用汉字，不能包含标点、空格、字母或数字！';
    case 'ownName':
      return '密码验证信息不能使用自己的名字！';
    case 'common':
      return '此内容过于常见，容易被他人猜到，请换一个！';
  }
}
