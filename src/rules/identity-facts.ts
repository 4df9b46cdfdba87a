const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** 证件号码 as it is stored: half width, no blanks, a capital X. */
export function normaliseIdentityNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

/**
 * Whether a normalised 证件号码 can exist: 18 characters whose last one GB 11643 computes from the others, so that a
 * slip of one digit is told at once. The 15 digits of old cards cannot be checked and are let through; they fit
 * whoever is stored with them, and never stand for the 18.
 *
 * Worked cases: 41012220030709984X fits; 410122200307099840, 41012220030709984 and 4101222003O709984X do not;
 * 410122030709984 is let through.
 */
export function isIdentityNumber(text: string): boolean {
  if (/^\d{15}$/.test(text)) return true;
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  return computeCheckCharacter(text) === text[17];
}

/** The last character of a 证件号码 by GB 11643, from the 17 digits before it. */
export function computeCheckCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** 姓名 as it is compared: composed, no blanks, every dot an input method knows as the middle dot. */
export function normaliseName(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/\s/g, '')
    .replace(/[.•‧∙⋅・･．]/g, '·');
}

/** Whether a normalised 姓名 can exist: 2–25 characters of Han script, the middle dot allowed (figure 21, widened). */
export function isName(text: string): boolean {
  return /^[\p{Script=Han}·]{2,25}$/u.test(text);
}
