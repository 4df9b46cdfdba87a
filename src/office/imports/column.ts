/** A column that a kind of list may have. */
export interface ColumnDefinition {
  readonly code: string;
  /** The heading that is asked for. */
  readonly heading: string;
  /** Other headings under which it is found. */
  readonly synonyms?: readonly string[];
  /** Headings that say more than the one that is asked for: where both are there, these are taken. */
  readonly surer?: readonly string[];
  /** Headings of columns that hold code and name in one cell; of a column that has `named`. */
  readonly joined?: readonly string[];
  /** Without it the file is refused. */
  readonly required?: boolean;
  /** What stands in it is encrypted at rest, so that no list of faults may repeat it. */
  readonly secret?: boolean;
  /** It says whom or what a row is about, so that it cannot be the same for all rows. */
  readonly perRow?: boolean;
  /** Its cells are dates; everywhere else a date is a slip of the spreadsheet. */
  readonly date?: boolean;
  /** Its texts go over lines and are kept as they are; everywhere else lines are joined. */
  readonly prose?: boolean;
  /** Code of the column with the name that belongs to this code; lists write both into one cell. */
  readonly named?: string;
  /** What stands in it is kept in other columns: a list that is taken out does not have it. */
  readonly takenOnly?: boolean;
}

/** Every name under which a column is found, the surest first. */
export function listHeadingNames({
  heading,
  surer = [],
  synonyms = [],
}: ColumnDefinition): readonly string[] {
  return [...surer, heading, ...synonyms];
}

/** Where a column stands in a file. */
export interface ColumnPlace {
  readonly index: number;
  readonly heading: string;
  /** Which part of the cell is meant where code and name stand in one; null: all of it. */
  readonly part: 'code' | 'name' | null;
}

/** One of the records that stand side by side in every row; most files have one. */
export interface ColumnBlock {
  readonly places: ReadonlyMap<string, ColumnPlace>;
  /** What stands for columns that the file does not have. */
  readonly fixed: ReadonlyMap<string, string>;
}

/** Where the columns stand in a file. */
export interface Headings {
  readonly blocks: readonly [ColumnBlock, ...ColumnBlock[]];
  /** Cells of the heading row, tidied. */
  readonly titles: readonly string[];
  /** Columns without a heading, by index: what stands in them is passed over by nobody's wish. */
  readonly unheaded: readonly number[];
  /** Headings that stand for no column; they are passed over. */
  readonly ignored: readonly string[];
  readonly missing: readonly ColumnDefinition[];
  /** Headings that stand for a column as surely as another heading does. */
  readonly doubled: readonly string[];
  /** Headings of columns that have a fixed value and stand in the file too. */
  readonly clashing: readonly string[];
}

/** A heading as it is compared: half width, no blanks, no mark at its end. */
export function normaliseHeading(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/[*:]+$/, '')
    .toUpperCase();
}
