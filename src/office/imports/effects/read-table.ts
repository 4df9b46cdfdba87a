import type { Knex } from 'knex';
import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import { type ImportKind, type ListContext, listKeptColumns } from '../kind';

/** A list with its headings, row by row. */
export interface ListTable {
  readonly headings: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** A list as it stands, in the columns in which it is taken. */
export function readTable(db: Knex, kind: ImportKind, context: ListContext): ListTable {
  return tableOf(kind, kind.readList(db, context));
}

/** Pieces of a list of a kind as a table. */
export function tableOf(kind: ImportKind, pieces: AsyncIterable<readonly (readonly Cell[])[]>): ListTable {
  return { headings: listKeptColumns(kind).map(({ heading }) => heading), rows: flatten(pieces) };
}

async function* flatten(pieces: AsyncIterable<readonly (readonly Cell[])[]>) {
  for await (const rows of pieces) yield* rows;
}
