import { dropUnseen } from '../identity/typed-text';
import type { CodeShape } from '../pack/rule-pack';

const ALPHABETS: Readonly<Record<CodeShape['alphabet'], RegExp>> = {
  digits: /^[0-9]+$/,
  alphanumeric: /^[0-9A-Z]+$/,
};

/** Nearly all codes come as they are stored. */
const NORMAL = /^[0-9A-Z]*$/;

/** Full-width forms of ASCII: ０ is 0, Ａ is A. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * Brings a typed code to the form codes are stored in: full width becomes half width, outer blanks go,
 * Latin letters become capitals, marks that nobody sees fall away. Nothing else is repaired: `1` never becomes `0001` (S9), and a sign
 * that is one character never becomes two: ß, Ⅳ and ㏌ stay what they are and are refused.
 */
export function normaliseCode(text: string): string {
  if (NORMAL.test(text)) return text;
  return dropUnseen(text)
    .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .trim()
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** Whether a normalised code has the length and alphabet the pack asks for (M1: 院校 4, 专业 2). */
export function isWellFormedCode(text: string, shape: CodeShape): boolean {
  return text.length === shape.length && ALPHABETS[shape.alphabet].test(text);
}

interface CombinedCode {
  readonly institution: string;
  readonly group: string;
}

/**
 * Cuts institution and group code typed as one (Jiangsu: 4 + 2). Never refuses: what is too short or too
 * long stays so in the parts, and `joinCombinedCode` gives back exactly what was typed.
 */
export function splitCombinedCode(text: string, institution: CodeShape): CombinedCode {
  return { institution: text.slice(0, institution.length), group: text.slice(institution.length) };
}

/** What stands in the one field of a combined code. */
export function joinCombinedCode(code: CombinedCode): string {
  return `${code.institution}${code.group}`;
}

/** Whether a normalised code is institution and group without anything between, as tables of others have them: 4625101. */
export function isJoinedCode(
  text: string,
  { institution, group }: { readonly institution: CodeShape; readonly group?: CodeShape },
): boolean {
  if (group === undefined || text.length !== institution.length + group.length) return false;
  const parts = splitCombinedCode(text, institution);
  return isWellFormedCode(parts.institution, institution) && isWellFormedCode(parts.group, group);
}
