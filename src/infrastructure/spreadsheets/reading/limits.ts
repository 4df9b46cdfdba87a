/** Rows of a sheet in Excel; a file with more of them is no spreadsheet that anybody has seen. */
export const MAX_ROWS = 1_048_576;
/** The widest list: a province's candidates have some eighty columns. */
export const MAX_COLUMNS = 300;
/** Characters of a cell in Excel. */
export const MAX_CELL_LENGTH = 32_767;
/** Characters of a line of text: the widest list full of long notes. */
export const MAX_LINE_LENGTH = 1_000_000;
/** XML without an element's beginning or end for this long is no cell: an endless name, comment or text. */
export const MAX_SILENCE = 2_000_000;
/** Elements within one another; a sheet has eight, a document of styles ten. */
export const MAX_XML_DEPTH = 64;
/** Rows that are looked at for the headings of a list. */
export const LOOKED_AT_ROWS = 40;
/** Longest that the beginning of a file may take to be read. */
export const LOOK_MS = 20_000;

/** How much of a workbook is unpacked, and how long its rows may take. */
export interface BookLimits {
  readonly sheetBytes: number;
  /** Of all texts of the book together, which stay in memory. */
  readonly stringBytes: number;
  readonly readMs: number;
}

/** A province's list: a million rows of forty columns; more goes as CSV. */
export const LIST_LIMITS: BookLimits = {
  sheetBytes: 900_000_000,
  stringBytes: 150_000_000,
  readMs: 30 * 60_000,
};
