/**
 * Fields whose values are never carried, shown or filled in again: passwords, codes and answers. A test looks for
 * each field of the templates whose kind or label says so.
 */
const names: ReadonlySet<string> = new Set([
  'password',
  'current',
  'next',
  'again',
  'passwordAgain',
  'unbinding',
  'secret',
  'totp',
  'answer',
  'phrase',
  'old',
  'matchCode',
  'code',
  'pictureCode',
]);

/** 当前密码 beside each row of a list, such as `wechatCurrent`. */
const OF_A_ROW = /^[a-z]+Current$/;

/** Whether what was typed in a field of this name proves who somebody is. */
export function isSecretField(name: string): boolean {
  return names.has(name) || OF_A_ROW.test(name);
}
