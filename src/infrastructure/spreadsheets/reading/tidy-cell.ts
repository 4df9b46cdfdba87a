/** Control and format characters, which nobody sees and no code may hold; tabs and breaks of line stay. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}]/gu;
/** `="0123"`: by this people keep a spreadsheet from taking a text for a number. */
const FORMULA_GUARD = /^="((?:[^"]|"")*)"$/;
/** `'0123`: so does this. */
const APOSTROPHE_GUARD = /^['‘’]([0-9A-Za-z]+)$/;
const BREAK = /\s*[\r\n]+\s*/g;
const LATIN = /[0-9A-Za-z]/;

/** Text of a cell without what nobody sees, without guards, and in one line. */
export function tidyCell(cell: string): string {
  if (cell === '') return '';
  const text = joinLines(cell.replace(INVISIBLE, '').trim());
  const guarded = FORMULA_GUARD.exec(text)?.[1]?.replaceAll('""', '"').trim() ?? text;
  return APOSTROPHE_GUARD.exec(guarded)?.[1] ?? guarded;
}

/** Text of a cell that goes over lines: the lines stay, what nobody sees goes. */
export function tidyProse(cell: string): string {
  return cell
    .replace(INVISIBLE, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+$/gm, '')
    .trim();
}

/** Chinese goes on without a blank where a line ends, Latin words do not. */
function joinLines(text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  return text.replace(BREAK, (_break, at: number, whole: string) => {
    const after = whole.slice(at).trimStart()[0] ?? '';
    return LATIN.test(whole[at - 1] ?? '') && LATIN.test(after) ? ' ' : '';
  });
}
