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
  /** Headings that stand for a column as surely as another heading does. */
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

interface Claim {
  readonly code: string;
  readonly index: number;
  readonly heading: string;
  /** The lower, the surer: what was said comes first, then the heading that is asked for, then its synonyms in order. */
  readonly rank: number;
}

const SAID = -1;

/**
 * Finds the columns of a heading row: by what was said of a heading, else by name or synonym. Of several headings for
 * one column (批次名称 and 批次代号) the surest is taken and the others are passed over; two that are as sure are doubled.
 */
export function matchHeadings(
  columns: readonly ColumnDefinition[],
  found: readonly string[],
  mapping: HeadingMapping,
): Headings {
  const claims = listClaims(columns, found, mapping);
  const places = new Map<string, { index: number; heading: string }>();
  const doubled: string[] = [];
  const used = new Set<number>();
  for (const { code } of columns) {
    const own = claims.filter((claim) => claim.code === code).toSorted((one, other) => one.rank - other.rank);
    const [best, ...others] = own;
    if (best === undefined) continue;
    places.set(code, { index: best.index, heading: best.heading });
    used.add(best.index);
    for (const { index, heading, rank } of others) {
      if (rank !== best.rank) continue;
      doubled.push(heading);
      used.add(index);
    }
  }
  const ignored = found.map((text) => text.trim()).filter((text, index) => text !== '' && !used.has(index));
  const missing = columns.filter(({ code, required }) => required === true && !places.has(code));
  return { places, ignored, missing, doubled };
}

function listClaims(
  columns: readonly ColumnDefinition[],
  found: readonly string[],
  mapping: HeadingMapping,
): readonly Claim[] {
  const known = new Map<string, { code: string; rank: number }>();
  for (const { code, heading, synonyms = [] } of columns)
    [heading, ...synonyms, code].forEach((name, rank) => {
      if (!known.has(normaliseHeading(name))) known.set(normaliseHeading(name), { code, rank });
    });
  const codes = new Set(columns.map(({ code }) => code));
  return found.flatMap((text, index) => {
    const name = normaliseHeading(text);
    const said = mapping.get(name);
    const claim = said === undefined ? known.get(name) : { code: said, rank: SAID };
    const isClaim = name !== '' && claim !== undefined && codes.has(claim.code);
    return isClaim ? [{ ...claim, index, heading: text.trim() }] : [];
  });
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
