import { letterOf, type SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import { tidyCell } from '../../../infrastructure/spreadsheets/reading/tidy-cell';
import type { RulePack } from '../../../rules/pack/rule-pack';
import { type ColumnDefinition, listHeadingNames, normaliseHeading } from '../column';
import type { ImportKind } from '../kind';
import { splitCell } from '../split-cell';
import type { FoundHeadings } from './find-headings';
import type { RecalledLayout } from './recall-layout';
import { MAX_BLOCKS, type SaidLayout } from './said-layout';
import { findFacts } from './title-facts';

/**
 * What a file's layout probably is, for somebody to look over: headings that stand side by side again are blocks of their own;
 * year, batch and 科类 come from the title or from above the headings; a cell with code and name is both.
 */
export function suggestLayout(
  { columns }: ImportKind,
  pack: RulePack,
  found: FoundHeadings & { readonly looked: readonly SourceRow[] },
  { said, formerFixed }: RecalledLayout,
): SaidLayout {
  const { titles } = found.headings;
  const targets = new Map<number, string>();
  for (const { places } of found.headings.blocks)
    for (const [code, { index, part }] of places) if (part === null) targets.set(index, code);
  const joined = findJoined(columns, found);
  for (const [index, text] of joined) targets.set(index, text);
  const repeats = findRepeats(columns, titles, targets);
  const mapping: Record<string, string> = {};
  for (const [index, code] of targets) mapping[letterOf(index)] = withBlock(code, repeats.blockOf.get(index));
  for (const [index, { code, block }] of repeats.others) mapping[letterOf(index)] = withBlock(code, block);
  const known = new Set(Object.values(mapping).flatMap((text) => text.replace(/@\d$/, '').split('+')));
  return {
    headingsRow: found.row,
    mapping: { ...mapping, ...byLetter(titles, said.mapping) },
    fixed: {
      ...suggestFixed(columns, pack, found, known, repeats.columnsOf),
      ...pickMissing(formerFixed, known),
      ...said.fixed,
    },
  };
}

function withBlock(code: string, block: number | undefined): string {
  return block === undefined ? code : `${code}@${block}`;
}

function byLetter(titles: readonly string[], mapping: SaidLayout['mapping']): SaidLayout['mapping'] {
  const letters = new Map(titles.map((title, index) => [normaliseHeading(title), letterOf(index)]));
  return Object.fromEntries(
    Object.entries(mapping).map(([key, text]) => [letters.get(normaliseHeading(key)) ?? key, text]),
  );
}

function pickMissing(former: SaidLayout['fixed'], known: ReadonlySet<string>): SaidLayout['fixed'] {
  return Object.fromEntries(Object.entries(former).filter(([key]) => !known.has(key.replace(/@\d$/, ''))));
}

/** Columns with the same meaning again and again, as where two years stand side by side. */
interface Repeats {
  /** Of the columns that were found: the block of those that are there again. */
  readonly blockOf: ReadonlyMap<number, number>;
  readonly others: ReadonlyMap<number, { readonly code: string; readonly block: number }>;
  /** Indexes of the columns of each block, from 1. */
  readonly columnsOf: ReadonlyMap<number, readonly number[]>;
}

function findRepeats(
  columns: readonly ColumnDefinition[],
  titles: readonly string[],
  targets: ReadonlyMap<number, string>,
): Repeats {
  const names = new Map<string, string>();
  for (const column of columns)
    for (const name of listHeadingNames(column))
      if (!names.has(normaliseHeading(name))) names.set(normaliseHeading(name), column.code);
  const places = new Map<string, number[]>();
  titles.forEach((title, index) => {
    const code = targets.get(index) ?? names.get(normaliseHeading(title));
    if (code !== undefined && isSameTitle(titles, targets, index, code))
      places.set(code, [...(places.get(code) ?? []), index]);
  });
  const blockOf = new Map<number, number>();
  const others = new Map<number, { code: string; block: number }>();
  const columnsOf = new Map<number, number[]>();
  for (const [code, indexes] of places) {
    if (indexes.length < 2) continue;
    indexes.slice(0, MAX_BLOCKS).forEach((index, at) => {
      const block = at + 1;
      columnsOf.set(block, [...(columnsOf.get(block) ?? []), index]);
      if (targets.get(index) === code) blockOf.set(index, block);
      else others.set(index, { code, block });
    });
  }
  return { blockOf, others, columnsOf };
}

/** 批次名称 beside 批次代号 is no repetition; the same title again is. */
function isSameTitle(
  titles: readonly string[],
  targets: ReadonlyMap<number, string>,
  index: number,
  code: string,
): boolean {
  if (targets.get(index) === code) return true;
  const title = normaliseHeading(titles[index] ?? '');
  return [...targets].some(([at, target]) => target === code && normaliseHeading(titles[at] ?? '') === title);
}

/** Columns whose cells hold code and name, where the one or the other has no column of its own. */
function findJoined(
  columns: readonly ColumnDefinition[],
  { headings, looked, row }: FoundHeadings & { readonly looked: readonly SourceRow[] },
): ReadonlyMap<number, string> {
  const { titles, blocks } = headings;
  const below = looked.filter(({ number }) => number > row);
  const joined = new Map<number, string>();
  for (const { code, named, heading } of columns) {
    if (named === undefined) continue;
    const places = blocks[0].places;
    const own = places.get(code)?.index;
    const name = places.get(named)?.index;
    if (own !== undefined && name !== undefined) continue;
    const stem = heading.slice(0, 2);
    const index = own ?? name ?? titles.findIndex((title) => title.includes(stem));
    const cells = below.map(({ cells: all }) => tidyCell(all[index] ?? '')).filter(Boolean);
    if (index >= 0 && cells.length > 0 && cells.every((cell) => splitCell(cell) !== null))
      joined.set(index, `${code}+${named}`);
  }
  return joined;
}

/** What titles say of columns that the file does not have: of all records, or of those of one block. */
function suggestFixed(
  columns: readonly ColumnDefinition[],
  pack: RulePack,
  { above, title }: FoundHeadings,
  known: ReadonlySet<string>,
  columnsOf: Repeats['columnsOf'],
): SaidLayout['fixed'] {
  const absent = new Set(columns.map(({ code }) => code).filter((code) => !known.has(code)));
  const fixed: Record<string, string> = {};
  for (const [code, value] of findFacts(title, pack)) if (absent.has(code)) fixed[code] = value;
  for (const [block, indexes] of columnsOf) {
    const text = [...new Set(indexes.map((index) => above[index] ?? ''))].join(' ');
    for (const [code, value] of findFacts(text, pack)) {
      if (!absent.has(code)) continue;
      delete fixed[code];
      fixed[`${code}@${block}`] = value;
    }
  }
  return fixed;
}
