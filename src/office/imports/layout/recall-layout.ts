import type { Knex } from 'knex';
import { letterOf, type SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import { normaliseHeading } from '../column';
import type { ImportKind } from '../kind';
import { findRememberedLayout, type RememberedLayout } from './file-layout.repository';
import { NOTHING_SAID, type SaidLayout } from './said-layout';

/** What is known of a file's shape: what was said now, and what was said of files like it. */
export interface RecalledLayout {
  readonly said: SaidLayout;
  /**
   * Fixed values of the last time. They are asked for again: a year that was right then is wrong now.
   */
  readonly formerFixed: Readonly<Record<string, string>>;
}

/** Adds to what was said what is remembered of files with the same headings. */
export async function recallLayout(
  db: Knex,
  kind: ImportKind,
  said: SaidLayout,
  rows: readonly SourceRow[],
): Promise<RecalledLayout> {
  const { headingsRow } = said;
  const looked = headingsRow === null ? rows : rows.filter(({ number }) => number === headingsRow);
  const remembered = await findRememberedLayout(db, kind.code, looked);
  if (remembered === null) return { said, formerFixed: {} };
  return {
    said: {
      headingsRow: remembered.row.number,
      mapping: { ...withoutSaid(remembered, said), ...said.mapping },
      fixed: said.fixed,
    },
    formerFixed: remembered.layout.fixed,
  };
}

/** What is remembered, but for columns of which something is said now. */
function withoutSaid({ row, layout }: RememberedLayout, said: SaidLayout): SaidLayout['mapping'] {
  const keys = new Set(Object.keys(said.mapping).map(normaliseHeading));
  const headings = new Map(row.cells.map((cell, index) => [letterOf(index), normaliseHeading(cell)]));
  return Object.fromEntries(
    Object.entries(layout.mapping).filter(
      ([letter]) => !keys.has(letter) && !keys.has(headings.get(letter) ?? ''),
    ),
  );
}

/** What was said of columns, by letter. */
export function byLetters(titles: readonly string[], mapping: SaidLayout['mapping']): SaidLayout['mapping'] {
  const said = new Map(Object.entries(mapping).map(([key, text]) => [normaliseHeading(key), text]));
  const names = titles.map(normaliseHeading);
  const pairs = names.flatMap((name, index) => {
    const letter = letterOf(index);
    const text = (names.includes(letter) ? undefined : said.get(letter)) ?? said.get(name);
    return text === undefined ? [] : [[letter, text] as const];
  });
  return Object.fromEntries(pairs);
}

/** Whether nothing was said that is worth remembering. */
export function isNothing(said: SaidLayout): boolean {
  return (
    said === NOTHING_SAID || (Object.keys(said.mapping).length === 0 && Object.keys(said.fixed).length === 0)
  );
}
