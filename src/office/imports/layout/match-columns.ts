import { letterOf } from '../../../infrastructure/spreadsheets/reading/source-row';
import {
  type ColumnBlock,
  type ColumnDefinition,
  type ColumnPlace,
  type Headings,
  listHeadingNames,
  normaliseHeading,
} from '../column';
import type { ColumnTarget, ReadLayout } from './said-layout';

interface Claim extends ColumnPlace {
  readonly code: string;
  /** From 1; null where it belongs to every block. */
  readonly block: number | null;
  /** The lower, the surer: what was said comes first, then the heading that is asked for, then its synonyms in order. */
  readonly rank: number;
}

const SAID = -1;
/** Behind every heading of a column alone. */
const JOINED = 1000;

/**
 * Finds the columns of a heading row: by what was said of a heading or letter, else by name or synonym. Of several
 * headings for one column (批次名称 and 批次代号) the surest is taken and the others are passed over; two that are as
 * sure are doubled, unless they were said to be of different blocks.
 */
export function matchColumns(
  columns: readonly ColumnDefinition[],
  found: readonly string[],
  said: ReadLayout,
): Headings {
  const titles = found.map((text) => text.trim());
  const targets = findTargets(titles, said);
  const claims = listClaims(columns, titles, targets);
  const blocks = countBlocks(claims, said);
  const used = new Set<number>();
  const doubled = new Set<string>();
  const places = Array.from({ length: blocks }, (_none, at) =>
    placeColumns(columns, claims, at + 1, used, doubled),
  );
  const [first = noPlace, ...others] = places.map(
    (own, at): ColumnBlock => ({ places: own, fixed: fixedOf(said, at + 1) }),
  );
  const all = [first, ...others];
  const lacks = ({ code, required }: ColumnDefinition) =>
    required === true && all.some((block) => !block.places.has(code) && !block.fixed.has(code));
  return {
    blocks: [first, ...others],
    titles,
    unheaded: titles.flatMap((text, index) =>
      text === '' && !used.has(index) && !targets.has(index) ? [index] : [],
    ),
    ignored: titles.filter((text, index) => text !== '' && !used.has(index)),
    missing: columns.filter(lacks),
    doubled: [...doubled],
    clashing: columns
      .filter(({ code }) => all.some((block) => block.places.has(code) && block.fixed.has(code)))
      .map(({ heading }) => heading),
  };
}

const noPlace: ColumnBlock = { places: new Map(), fixed: new Map() };

/** What was said of columns, by index. A letter counts where no heading is written like it. */
function findTargets(titles: readonly string[], { mapping }: ReadLayout): ReadonlyMap<number, ColumnTarget> {
  const names = titles.map(normaliseHeading);
  const written = new Set(names);
  return new Map(
    names.flatMap((name, index) => {
      const letter = letterOf(index);
      const target =
        (written.has(letter) ? undefined : mapping.get(letter)) ??
        (name === '' ? undefined : mapping.get(name));
      return target === undefined ? [] : [[index, target] as const];
    }),
  );
}

function listClaims(
  columns: readonly ColumnDefinition[],
  titles: readonly string[],
  targets: ReadonlyMap<number, ColumnTarget>,
): readonly Claim[] {
  const known = new Map<string, { code: string; rank: number }>();
  for (const column of columns)
    [...listHeadingNames(column), column.code].forEach((name, rank) => {
      if (!known.has(normaliseHeading(name))) known.set(normaliseHeading(name), { code: column.code, rank });
    });
  const joined = new Map(
    columns.flatMap(({ code, named = '', joined: names = [] }) =>
      names.map((name) => [normaliseHeading(name), [code, named]] as const),
    ),
  );
  return titles.flatMap((heading, index): Claim[] => {
    const target = targets.get(index);
    if (target !== undefined) {
      const { codes, block } = target;
      const part = (at: number) => (codes.length === 1 ? null : at === 0 ? 'code' : 'name');
      return codes.map((code, at) => ({ code, index, heading, block, rank: SAID, part: part(at) }));
    }
    const both = joined.get(normaliseHeading(heading));
    if (both !== undefined)
      return both.map((code, at) => ({
        ...{ code, index, heading, block: null, rank: JOINED },
        part: at === 0 ? 'code' : 'name',
      }));
    const claim = known.get(normaliseHeading(heading));
    return heading === '' || claim === undefined
      ? []
      : [{ ...claim, index, heading, block: null, part: null }];
  });
}

function countBlocks(claims: readonly Claim[], { fixed }: ReadLayout): number {
  return Math.max(1, ...[...claims, ...fixed].map(({ block }) => block ?? 1));
}

function placeColumns(
  columns: readonly ColumnDefinition[],
  claims: readonly Claim[],
  block: number,
  used: Set<number>,
  doubled: Set<string>,
): ReadonlyMap<string, ColumnPlace> {
  const places = new Map<string, ColumnPlace>();
  const own = claims.filter((claim) => claim.block === null || claim.block === block);
  for (const { code } of columns) {
    const [best, ...others] = own
      .filter((claim) => claim.code === code)
      .toSorted((one, other) => one.rank - other.rank);
    if (best === undefined) continue;
    const { index, heading, part } = best;
    places.set(code, { index, heading, part });
    used.add(index);
    for (const other of others) {
      if (other.rank !== best.rank) continue;
      doubled.add(other.heading);
      used.add(other.index);
    }
  }
  return places;
}

function fixedOf({ fixed }: ReadLayout, block: number): ReadonlyMap<string, string> {
  return new Map(
    fixed
      .filter((one) => one.block === null || one.block === block)
      .map(({ code, value }) => [code, value] as const),
  );
}
