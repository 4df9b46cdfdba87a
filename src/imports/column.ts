/** A column that a kind of list may have. */
export interface ColumnDefinition {
  readonly code: string;
  /** The heading that is asked for. */
  readonly heading: string;
  /** Other headings under which it is found. */
  readonly synonyms?: readonly string[];
  /** Without it the file is refused. */
  readonly required?: boolean;
  /** What stands in it is encrypted at rest, so that no list of faults may repeat it. */
  readonly secret?: boolean;
}

/** Where the columns stand in a file. */
export interface Headings {
  readonly places: ReadonlyMap<string, { readonly index: number; readonly heading: string }>;
  /** Headings that stand for no column; they are passed over. */
  readonly ignored: readonly string[];
  readonly missing: readonly ColumnDefinition[];
  /** Headings that stand for a column which another heading stands for already. */
  readonly doubled: readonly string[];
}

/** What somebody said that headings stand for: a column's code, or '' for none. Keys are normalised. */
export type HeadingMapping = ReadonlyMap<string, string>;

/** A heading as it is compared: half width, no blanks, no mark at its end. */
export function normaliseHeading(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/[*:]+$/, '')
    .toUpperCase();
}

/** Finds the columns of a heading row: by what was said of a heading, else by name or synonym. */
export function matchHeadings(
  columns: readonly ColumnDefinition[],
  found: readonly string[],
  mapping: HeadingMapping,
): Headings {
  const byName = new Map<string, string>();
  for (const { code, heading, synonyms = [] } of columns)
    for (const name of [heading, ...synonyms, code]) byName.set(normaliseHeading(name), code);
  const known = new Set(columns.map(({ code }) => code));
  const places = new Map<string, { index: number; heading: string }>();
  const ignored: string[] = [];
  const doubled: string[] = [];
  found.forEach((text, index) => {
    const heading = text.trim();
    const name = normaliseHeading(text);
    if (name === '') return;
    const code = mapping.get(name) ?? byName.get(name) ?? '';
    if (!known.has(code)) ignored.push(heading);
    else if (places.has(code)) doubled.push(heading);
    else places.set(code, { index, heading });
  });
  const missing = columns.filter(({ code, required }) => required === true && !places.has(code));
  return { places, ignored, missing, doubled };
}

/** What was said of headings as `heading=column`, the column by its code or heading; null where there is no such column. */
export function readMapping(
  columns: readonly ColumnDefinition[],
  said: Readonly<Record<string, string>>,
): HeadingMapping | null {
  const codes = new Map<string, string>([['', '']]);
  for (const { code, heading } of columns) {
    codes.set(normaliseHeading(code), code);
    codes.set(normaliseHeading(heading), code);
  }
  const mapping = new Map<string, string>();
  for (const [heading, column] of Object.entries(said)) {
    const code = codes.get(normaliseHeading(column));
    if (code === undefined) return null;
    mapping.set(normaliseHeading(heading), code);
  }
  return mapping;
}
