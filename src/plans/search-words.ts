/** The longest filter that is looked at, in characters; what comes after is left out. */
export const MAX_FILTER = 40;
const MAX_WORDS = 6;

const SIGNS = /[^\p{L}\p{N}]+/gu;

/** Half width, capitals, without blanks and signs: 郑州大学（软件类） becomes 郑州大学软件类. */
export function normaliseName(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(SIGNS, '');
}

/** Cuts a filter to what is looked at, without cutting a character in two. */
export function trimFilter(text: string): string {
  return [...text.trim()].slice(0, MAX_FILTER).join('');
}

/**
 * The words of a filter, all of which have to be found; none for a blank filter. A word of signs alone stays as it is
 * and so is found nowhere: what was typed must not be passed over in silence.
 */
export function listSearchWords(filter: string): readonly string[] {
  return trimFilter(filter)
    .split(/[\s,，、;；]+/u)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => normaliseName(word) || word);
}
