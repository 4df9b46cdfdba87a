export type PasswordFault =
  | 'tooShort'
  | 'tooLong'
  | 'noUpperCase'
  | 'noLowerCase'
  | 'noDigit'
  | 'noSymbol'
  | 'characters'
  | 'common'
  | 'personal';

/** Passwords that everyone guesses although they have four classes. */
const common = [
  'zhiyuan',
  'password',
  'p@ssw0rd',
  'passw0rd',
  'qwerty',
  'abc123',
  'admin',
  'henan',
  'gaokao',
  '123456',
];

/**
 * Faults of a new password (manual, chapter eight; M13): 8–20 characters of visible ASCII with upper case, lower
 * case, digit and symbol, not a common one, not built from the owner's numbers. Empty when it may be used.
 */
export function findPasswordFaults(password: string, personal: readonly string[]): readonly PasswordFault[] {
  const faults: PasswordFault[] = [];
  if (!/^[\x21-\x7e]*$/.test(password)) faults.push('characters');
  if ([...password].length < 8) faults.push('tooShort');
  if ([...password].length > 20) faults.push('tooLong');
  if (!/[A-Z]/.test(password)) faults.push('noUpperCase');
  if (!/[a-z]/.test(password)) faults.push('noLowerCase');
  if (!/[0-9]/.test(password)) faults.push('noDigit');
  if (!/[^A-Za-z0-9]/.test(password)) faults.push('noSymbol');
  const lower = password.toLowerCase();
  if (common.some((word) => lower.includes(word))) faults.push('common');
  if (personal.some((fact) => fact.length >= 6 && lower.includes(fact.toLowerCase())))
    faults.push('personal');
  return faults;
}
