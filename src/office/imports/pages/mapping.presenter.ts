import { letterOf } from '../../../infrastructure/spreadsheets/reading/source-row';
import { tidyCell } from '../../../infrastructure/spreadsheets/reading/tidy-cell';
import type { ColumnDefinition } from '../column';
import type { ImportJob } from '../jobs/import-job';
import { findHeadings } from '../layout/find-headings';
import { NOTHING_READ } from '../layout/said-layout';
import {
  blockField,
  type ChosenLayout,
  columnField,
  fixedField,
  listFixable,
  MAX_SHOWN,
} from './mapping.form';

/** A column of the file, with what it may stand for. */
interface ShownColumnChoice {
  readonly letter: string;
  readonly field: string;
  readonly heading: string;
  /** Some of what stands below it. */
  readonly samples: string;
  /** Code of the column that it is taken for, two with + between; '' for none. */
  readonly chosen: string;
  readonly blockField: string;
  /** '' where it belongs to all. */
  readonly block: string;
}

interface ShownOption {
  readonly value: string;
  readonly text: string;
}

/** A column that the file lacks: one value for all rows, or one for each of the records that stand side by side. */
interface ShownFixed {
  readonly heading: string;
  readonly cells: readonly { readonly field: string; readonly label: string; readonly value: string }[];
}

/** The page on which somebody says what a file's columns stand for. */
interface ShownMapping {
  readonly sheet: string;
  readonly headingsRow: number;
  /** The first rows, one of which has the headings. */
  readonly rows: readonly { readonly number: number; readonly text: string }[];
  readonly blocks: number;
  readonly columns: readonly ShownColumnChoice[];
  /** Columns beyond those that are shown. */
  readonly hidden: number;
  readonly options: readonly ShownOption[];
  readonly fixed: readonly ShownFixed[];
  readonly required: string;
}

const SHOWN_ROWS = 12;
const SHOWN_SAMPLES = 3;
const MAX_ROW_LENGTH = 80;
const MAX_SAMPLE_LENGTH = 24;

export function presentMapping(
  job: ImportJob,
  columns: readonly ColumnDefinition[],
  { layout, blocks }: ChosenLayout,
): ShownMapping {
  const found = findHeadings(columns, job.looked, NOTHING_READ, layout.headingsRow);
  const below = job.looked.filter(({ number }) => number > found.row);
  const { titles } = found.headings;
  const width = Math.max(titles.length, ...below.map(({ cells }) => cells.length));
  return {
    sheet: job.foundSheet ?? '',
    headingsRow: found.row,
    rows: job.looked.slice(0, SHOWN_ROWS).map(({ number, cells }) => ({
      number,
      text: cut(cells.map(tidyCell).filter(Boolean).join('｜'), MAX_ROW_LENGTH),
    })),
    blocks,
    columns: Array.from({ length: Math.min(width, MAX_SHOWN) }, (_none, index) => {
      const [, chosen = '', block = ''] =
        /^(.*?)(?:@(\d))?$/.exec(layout.mapping[letterOf(index)] ?? '') ?? [];
      const above = found.above[index] ?? '';
      const title = titles[index] ?? '';
      return {
        letter: letterOf(index),
        field: columnField(index),
        heading: above === '' || above === title ? title : `${above} ${title}`,
        samples: below
          .map(({ cells }) => cut(tidyCell(cells[index] ?? ''), MAX_SAMPLE_LENGTH))
          .filter(Boolean)
          .slice(0, SHOWN_SAMPLES)
          .join('；'),
        chosen,
        blockField: blockField(index),
        block,
      };
    }),
    hidden: Math.max(0, width - MAX_SHOWN),
    options: listOptions(columns),
    fixed: listFixed(columns, layout.fixed, blocks),
    required: columns
      .filter(({ required }) => required === true)
      .map(({ heading }) => heading)
      .join('、'),
  };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

function listOptions(columns: readonly ColumnDefinition[]): readonly ShownOption[] {
  const names = new Map(columns.map(({ code, heading }) => [code, heading]));
  return columns.flatMap(({ code, heading, named }) => [
    { value: code, text: heading },
    ...(named === undefined
      ? []
      : [{ value: `${code}+${named}`, text: `${heading}+${names.get(named) ?? ''}（在同一格里）` }]),
  ]);
}

function listFixed(
  columns: readonly ColumnDefinition[],
  fixed: Readonly<Record<string, string>>,
  blocks: number,
): readonly ShownFixed[] {
  const places = blocks === 1 ? [null] : [null, ...Array.from({ length: blocks }, (_none, at) => at + 1)];
  return listFixable(columns).map(({ code, heading }) => ({
    heading,
    cells: places.map((block) => ({
      field: fixedField(code, block),
      label: block === null ? heading : `第${block}组的${heading}`,
      value: fixed[block === null ? code : `${code}@${block}`] ?? '',
    })),
  }));
}
