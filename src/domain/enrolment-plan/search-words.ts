/** The longest filter that is looked for, in characters and in words: a longer one is refused, never cut. */
export const MAX_FILTER = 40;
export const MAX_WORDS = 6;

const SIGNS = /[^\p{L}\p{N}]+/gu;

/** Half width, capitals, without blanks and signs: 郑州大学（软件类） becomes 郑州大学软件类. */
export function normaliseName(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(SIGNS, '');
}

/** Whether a filter is longer than what is looked for. */
export function isFilterTooLong(filter: string): boolean {
  return [...filter.trim()].length > MAX_FILTER || splitWords(filter).length > MAX_WORDS;
}

const splitWords = (filter: string) => filter.split(/[\s,，、;；]+/u).filter((word) => word !== '');

/**
 * The words of a filter, all of which have to be found; none for a blank filter. A word of signs alone stays as it is
 * and so is found nowhere: what was typed must not be passed over in silence.
 */
export function listSearchWords(filter: string): readonly string[] {
  return splitWords(filter).map((word) => normaliseName(word) || word);
}
