/**
 * Fields whose values are never carried, shown or filled in again: passwords, codes and answers. A test looks for
 * each password field and each one-time code of the templates here.
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
  'code',
  'pictureCode',
]);

/** Whether what was typed in a field of this name proves who somebody is. */
export function isSecretField(name: string): boolean {
  return names.has(name);
}
