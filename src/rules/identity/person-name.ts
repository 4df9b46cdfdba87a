import type { DocumentKind } from './identity-document';
import { foldTyped } from './typed-text';

/** Every dot that input methods, typewriters of Xinjiang and old databases put where a middle dot belongs. */
const DOTS =
  /[.\u00b7\u02d9\u0387\u119e\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u25e6\u26ab\u2981\u2e31\u2e33\u3002\u30fb\u318d\ua78f\ufe52\uff0e\uff61\uff65\u{10101}\u{1f784}]/gu;
const APOSTROPHES = /[\u0060\u00b4\u02b9-\u02bc\u02c8\u055a\u2018\u2019\u201b\u2032\ua78c\uff07\uff40]/g;
const HYPHENS = /[\p{Pd}\u2212]/gu;
const HAN = String.raw`[\p{Script=Han}\u{31350}-\u{3347f}]`;
const HAS_HAN = new RegExp(HAN, 'u');
const HAN_NAME = new RegExp(`^${HAN}+(?:·${HAN}+)*$`, 'u');
const LATIN_NAME = /^'?\p{Script=Latin}(?:[\p{Script=Latin}\p{M} .,'-]*[\p{Script=Latin}\p{M}.])?$/u;
/** Characters; 25 as the rules of 姓名 have it, 80 as travel documents print. */
const MAX_HAN = 25;
const MAX_LATIN = 80;

/**
 * 姓名 as it is kept, compared and looked for. Of Han script: no blanks, every dot between parts a middle dot. Of Latin
 * script, as travel documents have it: capitals, single blanks, straight apostrophes and hyphens.
 *
 * Worked cases: 古丽米热•艾比布力 and 古丽米热。艾比布力 are 古丽米热·艾比布力; 张 三 is 张三; O’Neil  Mary is O'NEIL MARY.
 */
export function normalisePersonName(typed: string): string {
  // Before folding, which takes ˙ and ´ apart, and after it, which brings dots out of 。 for upright lines.
  const text = foldSigns(foldTyped(foldSigns(typed)));
  if (HAS_HAN.test(text) || !/\p{Script=Latin}/u.test(text))
    return text.replace(/\s/g, '').normalize('NFKC').replace(/·+/g, '·').replace(/^·|·$/g, '');
  return text
    .replace(/·/g, '.')
    .replace(HYPHENS, '-')
    .replace(/\u3001/g, ',')
    .toUpperCase()
    .normalize('NFKC')
    .replace(APOSTROPHES, "'")
    .trim()
    .replace(/\s+/g, ' ');
}

function foldSigns(text: string): string {
  return text.replace(DOTS, '·').replace(APOSTROPHES, "'");
}

/**
 * Whether a 姓名 in normal form can stand on a document of this kind: 2–25 characters of Han script with middle dots
 * (figure 21, widened); Latin script up to 80 on all but the 居民身份证. Null: on a document of any kind.
 */
export function isPersonName(name: string, kind: DocumentKind | null): boolean {
  const { length } = [...name];
  if (HAN_NAME.test(name)) return length >= 2 && length <= MAX_HAN;
  return kind !== 'resident' && LATIN_NAME.test(name) && length >= 2 && length <= MAX_LATIN;
}
