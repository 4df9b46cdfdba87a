import { type ColumnDefinition, normaliseHeading } from '../column';

/** What somebody said of a file's shape. */
export interface SaidLayout {
  /** Row of the headings as a spreadsheet shows it; null: it is looked for. */
  readonly headingsRow: number | null;
  /**
   * What columns stand for, by heading or letter: the code or heading of a column, '' for none, `代号+名称` for two in
   * one cell, `计划数@2` for the second of several records side by side.
   */
  readonly mapping: Readonly<Record<string, string>>;
  /** Values of columns that the file does not have, by code or heading, `年度@2` for the second of several records. */
  readonly fixed: Readonly<Record<string, string>>;
}

export const NOTHING_SAID: SaidLayout = { headingsRow: null, mapping: {}, fixed: {} };

/** The most records that stand side by side. */
export const MAX_BLOCKS = 6;

/** What a column of the file stands for. */
export interface ColumnTarget {
  /** None, one, or code and name. */
  readonly codes: readonly string[];
  /** From 1; null where it belongs to every block. */
  readonly block: number | null;
}

/** The same, understood. */
export interface ReadLayout {
  /** By normalised heading or letter. */
  readonly mapping: ReadonlyMap<string, ColumnTarget>;
  readonly fixed: readonly { readonly code: string; readonly block: number | null; readonly value: string }[];
}

export const NOTHING_READ: ReadLayout = { mapping: new Map(), fixed: [] };

/** Reads what was said; null where it names a column that there is not. */
export function readLayout(columns: readonly ColumnDefinition[], said: SaidLayout): ReadLayout | null {
  const codes = new Map<string, string>();
  for (const { code, heading } of columns) {
    codes.set(normaliseHeading(code), code);
    codes.set(normaliseHeading(heading), code);
  }
  const mapping = new Map<string, ColumnTarget>();
  for (const [key, text] of Object.entries(said.mapping)) {
    const target = readTarget(text, codes);
    if (target === null) return null;
    mapping.set(normaliseHeading(key), target);
  }
  const fixed: { code: string; block: number | null; value: string }[] = [];
  for (const [key, value] of Object.entries(said.fixed)) {
    const target = readTarget(key, codes);
    const [code] = target?.codes ?? [];
    if (target === null || code === undefined || target.codes.length !== 1) return null;
    fixed.push({ code, block: target.block, value });
  }
  return { mapping, fixed };
}

function readTarget(text: string, known: ReadonlyMap<string, string>): ColumnTarget | null {
  const [, names = '', number] = /^(.*?)(?:@(\d))?$/s.exec(text.normalize('NFKC').trim()) ?? [];
  const block = number === undefined ? null : Number(number);
  if (block !== null && (block < 1 || block > MAX_BLOCKS)) return null;
  if (names === '') return { codes: [], block };
  const codes = names.split('+').map((name) => known.get(normaliseHeading(name)));
  if (codes.length > 2 || codes.some((code) => code === undefined)) return null;
  return { codes: codes.filter((code) => code !== undefined), block };
}
