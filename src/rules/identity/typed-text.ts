import { replaceVariants } from './han-variants';

const PLAIN = /^[\x20-\x7e]*$/;
const BREAKS = /[\t-\r\u0085\u2028\u2029\u2800]/g;
const LINE_END = /[\t-\r\u0085]/;
/** Control and format characters, variation selectors, fillers, halves of pairs: nobody sees and nobody types them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** A text without what nobody sees; line breaks stay, which part things. */
export function dropUnseen(typed: string): string {
  return PLAIN.test(typed) ? typed : typed.replace(UNSEEN, (sign) => (LINE_END.test(sign) ? sign : ''));
}

/**
 * A typed or pasted text without what nobody sees (zero width, bidi marks, BOM, soft hyphens, variation selectors),
 * compatibility characters, radicals and private-use characters of old databases as the characters they stand for,
 * full width as half. Blanks stay, and so do capitals. Doing it twice changes nothing more.
 */
export function foldTyped(typed: string): string {
  if (PLAIN.test(typed)) return typed;
  return replaceVariants(typed.replace(BREAKS, ' ').replace(UNSEEN, '')).normalize('NFKC');
}

/** Signs by which people part a long number. */
const PARTING = /[\s\p{Pd}\u2212\u00b7]/gu;
/** What spreadsheets put around a number so that it stays a text: a leading apostrophe, or ="…". */
const GUARDS = /^[='’‘`"]+|"+$/g;

/** A number of digits and letters in its normal form: folded, no blanks, no hyphens, no guard, capital letters. */
export function foldNumber(typed: string): string {
  return foldCode(foldTyped(typed).replace(PARTING, ''));
}

/** 学号, 证书编号 and the like, of which hyphens may be a part: folded, no blanks, no guard, capital letters. */
export function foldCode(typed: string): string {
  return foldTyped(typed).replace(/\s/g, '').replace(GUARDS, '').toUpperCase().normalize('NFKC');
}

/** A code or a name to sign in with: folded, no blanks, small letters. */
export function foldName(typed: string): string {
  return foldTyped(typed).replace(/\s/g, '').toLowerCase().normalize('NFKC');
}
