import { findGuess, type Guess } from './guessable';

export type PasswordFault =
  | 'tooShort'
  | 'tooLong'
  | 'noUpperCase'
  | 'noLowerCase'
  | 'noDigit'
  | 'noSymbol'
  | 'characters'
  | Guess;

/** What is shorter is in too many passwords by chance. */
const PART = 6;
/** A name may be shorter, and is no chance. */
const SHORT_NAME = /^[a-z]{4,5}$/;
/** What people take of a number: its end. */
const TAIL = 4;
const LONG_NUMBER = /^[\da-z]*\d{8,}[\da-z]*$/;

/** Whether a password holds six signs in a row of a fact, or a short name. */
function holds(lower: string, fact: string): boolean {
  if (SHORT_NAME.test(fact)) return lower.includes(fact);
  for (let at = 0; at + PART <= fact.length; at += 1)
    if (lower.includes(fact.slice(at, at + PART))) return true;
  return false;
}

/** What a guesser has ready of the owner: names, and the ends of their numbers. */
const listOwn = (facts: readonly string[]): readonly string[] =>
  facts.flatMap((fact) => {
    if (/^[a-z]{2,}$/.test(fact)) return [fact];
    return LONG_NUMBER.test(fact) ? [fact.slice(-TAIL)] : [];
  });

/**
 * Faults of a new password (manual, chapter eight; M13): 8–20 characters of visible ASCII with upper case, lower
 * case, digit and symbol, not one that is guessed first (`guessable.ts`), not built from the owner's numbers and name.
 * Empty when it may be used. `personal`: numbers, names in pinyin, sign-in names; of each six signs in a row count.
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
  // What is too short or too long is chosen anew; no time goes into a text of any length.
  if (faults.includes('tooShort') || faults.includes('tooLong')) return faults;
  const lower = password.toLowerCase();
  const facts = personal.map((fact) => fact.toLowerCase());
  const guess = findGuess(password, listOwn(facts));
  if (guess !== null) faults.push(guess);
  if (guess !== 'personal' && facts.some((fact) => holds(lower, fact))) faults.push('personal');
  return faults;
}
