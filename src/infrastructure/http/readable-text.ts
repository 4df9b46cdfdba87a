/**
 * What no person types and no column keeps: control characters but tab and line ends, marks that turn the direction
 * of what is written after them, halves of characters, and code points that are none.
 */
const UNREADABLE = /[\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Cc}/gu;
/** A cheap look first: nearly all texts have none. */
const SUSPECT = /[^\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]/;

/** The text without what cannot be read; pasted names and numbers bring such marks along unseen. */
export function cleanText(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNREADABLE, '') : text;
}

/** Whether a text holds nothing that `cleanText` would take away. */
export function isReadable(text: string): boolean {
  return cleanText(text) === text;
}
