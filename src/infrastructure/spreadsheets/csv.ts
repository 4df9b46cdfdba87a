/** What stands in a cell of a table that is handed out. */
export type Cell = string | number | Date | null;

/** A spreadsheet would compute what begins so, in half or full width. */
const COMPUTED = /^(?:[\p{Cc}\s]*[=+\-@＝＋－＠]|\p{Cc})/u;
const QUOTED = /[",\r\n]/;

/** Tells spreadsheets that the file is in UTF-8; without it they show Chinese as something else. */
export const CSV_MARK = '\ufeff';

/**
 * One line of a CSV file (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it;
 * numbers stay numbers.
 */
export function formatCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(formatCell).join(',')}\r\n`;
}

function formatCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell instanceof Date ? cell.toISOString() : makeSafe(cell);
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text as no spreadsheet computes it. */
function makeSafe(text: string): string {
  return COMPUTED.test(text) ? `'${text}` : text;
}
