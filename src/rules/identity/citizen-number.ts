import { isBirthDate } from './birth-date';
import { isCountryNumber } from './countries';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
/** Provinces by which GB/T 2260 begins; what follows is not looked up, since retired codes stay on cards for life. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/;
/** Numbers of 15 digits with these were given to people past a hundred (GB 11643-1989). */
const CENTENARIAN = /99[6-9]$/;

/** Why a number of 15 or 18 characters is nobody's. */
export type CitizenFault = 'shape' | 'place' | 'birthDate' | 'checkDigit';

/** The last character of a number by GB 11643, from the 17 digits before it. */
export function computeCheckCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** Whose series a number of 18 characters is of, by how it begins. */
type CitizenPlace = 'resident' | 'residencePermit' | 'foreignResident';

const places: Readonly<Record<CitizenPlace, (text: string) => boolean>> = {
  resident: (text) => PROVINCE.test(text),
  // Hongkong, Macao and Taiwan; 710000 was never put on one.
  residencePermit: (text) => /^8[123]0000/.test(text),
  // 9, the province that took the application, the country.
  foreignResident: (text) =>
    text[0] === '9' && PROVINCE.test(text.slice(1)) && isCountryNumber(text.slice(3, 6)),
};

/**
 * The 18 characters of a folded number. 15 digits, which only a 居民身份证 ever had and nobody got after 1999, become the
 * 18 of the same person: the century is put in and the check character computed.
 */
export function readCitizenNumber(
  text: string,
  place: CitizenPlace,
  now: Date,
): { readonly number: string } | CitizenFault {
  const old = place === 'resident' && /^\d{15}$/.test(text);
  // The X of another alphabet is meant as X.
  const typed = text.replace(/^(\d{17})[\u00d7\u03a7\u0425]$/, '$1X');
  if (!old && !/^\d{17}[\dX]$/.test(typed)) return 'shape';
  const body = old ? `${text.slice(0, 6)}19${text.slice(6)}` : typed.slice(0, 17);
  if (!places[place](body)) return 'place';
  if (!isBirthDate(body.slice(6, 14), now) || (old && CENTENARIAN.test(body))) return 'birthDate';
  const number = `${body}${computeCheckCharacter(body)}`;
  return old || typed === number ? { number } : 'checkDigit';
}
