import { format, isDateFormat } from 'numfmt';

/** How the numbers of a cell style are shown. */
export type ShownNumber =
  /** As they are: 常规, 文本, and 1.2E+13, behind which the whole number stands. */
  { readonly as: 'number' } | { readonly as: 'date' } | { readonly as: 'pattern'; readonly pattern: string };

/** By number of the cell style. */
export type NumberFormats = readonly ShownNumber[];

/** Formats that have a number and no pattern in the file: everywhere, and (27–36, 50–58) dates in Chinese. */
const BUILT_IN: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  48: '##0.0E+0',
  49: '@',
};
const BUILT_IN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;
const AS_IT_IS: ShownNumber = { as: 'number' };
const isBuiltInDate = (id: number) => BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to);

/** The formats of cell styles, by the number of each one's format and the patterns that the file brings. */
export function createFormats(styles: readonly number[], own: ReadonlyMap<number, string>): NumberFormats {
  const known = new Map<number, ShownNumber>();
  return styles.map((id) => {
    const shown = known.get(id) ?? describe(id, own.get(id) ?? BUILT_IN[id]);
    known.set(id, shown);
    return shown;
  });
}

function describe(id: number, pattern: string | undefined): ShownNumber {
  if (pattern === undefined) return isBuiltInDate(id) ? { as: 'date' } : AS_IT_IS;
  if (isDateFormat(pattern)) return { as: 'date' };
  const bare = pattern.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  if (/^(general|@)$|E[+-]/i.test(bare.trim()) && !pattern.includes('"')) return AS_IT_IS;
  return { as: 'pattern', pattern: /^0(_.|\s)*$/.test(pattern) ? '0' : pattern };
}

/**
 * A number as its pattern shows it: 1 as `0001` under 0000, 0.85 as `85.00%`, 5 as `5人` under 0"人". Null where the
 * pattern cannot be read.
 */
export function showNumber(pattern: string, value: number): string | null {
  try {
    return format(pattern, value).trim();
  } catch {
    return null;
  }
}
