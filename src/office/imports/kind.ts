import type { Knex } from 'knex';
import type { Fonts } from '../../infrastructure/fonts/fonts';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Cell } from '../../infrastructure/spreadsheets/csv';
import type { Coded, RulePack } from '../../rules/pack/rule-pack';
import type { ColumnDefinition } from './column';
import type { RowReader } from './row-reader';
import type { CopyValue, StagingColumn } from './writing/copy-line';
import type { TableCheck } from './writing/table-check.repository';

const KIND_CODES = [
  'places',
  'institutions',
  'plans',
  'candidates',
  'qualifications',
  'scores',
  'evaluations',
  'statistics',
  'segments',
  'fileStates',
  'officers',
] as const;

export type KindCode = (typeof KIND_CODES)[number];

/** What a file would change, or has changed, in records. */
export interface ImportCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Not in the file, and kept because other records need them. */
  readonly kept: number;
}

/** What a kind is given for one import. */
export interface KindContext {
  readonly pack: RulePack;
  readonly cipher: Cipher;
  /** Business time, as the transaction began. */
  readonly now: Date;
  /** What printed forms can draw. */
  readonly fonts: Fonts;
  /** Whether the file has a column. */
  has(column: string): boolean;
  /** To be called where lost zeros were put back. */
  onRepair(): void;
  /** A former version is put back: what it does not have goes, in every kind but candidates. */
  readonly whole: boolean;
  /** Of remaining places: what they are left of, and where they go. */
  readonly remainder?: Remainder;
}

/** Places that are left of one batch, for its 征集. */
export interface Remainder {
  readonly base: Coded;
  readonly batch: Coded;
  /** What the list may call its batch, by code: the batch itself, and each 征集 of it. */
  readonly named: readonly string[];
  /** 科类 in which a line was given, by code: in others nobody can file. */
  readonly tracks: readonly string[];
}

/** What of a list is read: all of it, or what the staged rows concern (`import_rows`). */
export type ListExtent = 'all' | 'staged';

/** What a list is read with. */
export interface ListContext {
  readonly pack: RulePack;
  readonly cipher: Cipher;
  readonly extent: ListExtent;
}

/** What an import is weighed against. */
interface Weighed {
  /** Records of the list that the file concerns, as they stand. */
  readonly existing: number;
  /** The batches that it concerns; null where it may concern any. */
  readonly batches: readonly string[] | null;
}

/** A staged column as a dry run shows it. */
export interface ShownColumn {
  readonly heading: string;
  /** Its name, `tracks[]` where it is an array. What is encrypted at rest is never shown. */
  readonly column: string;
  /** Says in words what is stored; left out, it is shown as it is. */
  present?(stored: string): string;
}

/** One import of a kind: rows are read and staged, then checked and written as one set. */
export interface KindRun {
  readonly staging: readonly StagingColumn[];
  /** What is staged of a row, in the order of `staging`; of no use where the reader has noted a fault. */
  readRow(reader: RowReader): readonly CopyValue[];
  /** What only the whole file, or the tables, can show. */
  readonly checks: readonly TableCheck[];
  /** Adds to the staged rows what is known of them otherwise, before they are checked. */
  complete?(transaction: Knex.Transaction): Promise<void>;
  /** Counts what `apply` would do. */
  count(transaction: Knex.Transaction): Promise<ImportCounts>;
  /** Writes into the weighing (effects/) what `apply` would do to records that stand, and in whose lists they stand. */
  weigh(transaction: Knex.Transaction): Promise<Weighed>;
  apply(transaction: Knex.Transaction): Promise<void>;
}

/** A kind of list that can be taken in. */
export interface ImportKind {
  readonly code: KindCode;
  /** In Chinese, as pages and reports name it. */
  readonly name: string;
  /** What its rows have, in the order of a list that is downloaded. */
  readonly columns: readonly ColumnDefinition[];
  prepare(transaction: Knex.Transaction, context: KindContext): Promise<KindRun>;
  /** The list as it stands, its cells in the order of `listKeptColumns`: taken in again, it changes nothing. In pieces. */
  readList(db: Knex, context: ListContext): AsyncIterable<readonly (readonly Cell[])[]>;
}

/** The columns that a list has which is taken out. */
export function listKeptColumns({ columns }: Pick<ImportKind, 'columns'>): readonly ColumnDefinition[] {
  return columns.filter(({ takenOnly }) => takenOnly !== true);
}
