import type { Request } from 'express';
import { AppError } from '../../../infrastructure/errors';
import { readField } from '../../../infrastructure/http/page-renderer';
import { letterOf } from '../../../infrastructure/spreadsheets/reading/source-row';
import type { ColumnDefinition } from '../column';
import type { ImportJob } from '../jobs/import-job';
import { findHeadings } from '../layout/find-headings';
import { MAX_BLOCKS, NOTHING_READ, NOTHING_SAID, readLayout, type SaidLayout } from '../layout/said-layout';

/** What was chosen for a file. */
export interface ChosenLayout {
  readonly layout: SaidLayout;
  /** Records side by side, as many as were asked for. */
  readonly blocks: number;
  /** Sentences that say what is missing, or chosen twice. */
  readonly faults: readonly { readonly href: string; readonly text: string }[];
}

/** The most columns that are shown; what stands beyond them is found by its heading. */
export const MAX_SHOWN = 100;
const MAX_FIXED_LENGTH = 60;

export const columnField = (index: number) => `column-${letterOf(index)}`;
export const blockField = (index: number) => `block-${letterOf(index)}`;
export const fixedField = (code: string, block: number | null) =>
  block === null ? `fixed-${code}` : `fixed-${code}-${block}`;

/** The fields of fixed values: columns that are the same for a whole list. */
export function listFixable(columns: readonly ColumnDefinition[]): readonly ColumnDefinition[] {
  return columns.filter(
    ({ required, secret, perRow, code }) =>
      (required === true || code === 'year') && secret !== true && perRow !== true,
  );
}

/** The same for another heading row: its columns by their names, the rest as it was typed. */
export function turnToRow(
  req: Request,
  job: ImportJob,
  columns: readonly ColumnDefinition[],
  chosen: ChosenLayout,
): ChosenLayout {
  const { layout } = chosen;
  if (Number(readField(req, 'shownRow')) === layout.headingsRow) return { ...chosen, faults: [] };
  const { headings } = findHeadings(columns, job.looked, NOTHING_READ, layout.headingsRow);
  const mapping = Object.fromEntries(
    [...headings.blocks[0].places].map(([code, { index }]) => [letterOf(index), code]),
  );
  return { ...chosen, layout: { ...layout, mapping }, faults: [] };
}

/** Reads what was chosen. @throws AppError badRequest for a row or column that there is not */
export function readMappingForm(
  req: Request,
  job: ImportJob,
  columns: readonly ColumnDefinition[],
): ChosenLayout {
  const row = Number(readField(req, 'headingsRow'));
  if (!job.looked.some(({ number }) => number === row)) throw new AppError('badRequest', 400);
  const said = Number(readField(req, 'blocks') || '1');
  const blocks = Number.isInteger(said) && said >= 1 && said <= MAX_BLOCKS ? said : 1;
  const layout: SaidLayout = {
    headingsRow: row,
    mapping: readColumns(req, blocks),
    fixed: readFixed(req, columns, blocks),
  };
  return { layout, blocks, faults: listFaults(job, columns, layout) };
}

function readColumns(req: Request, blocks: number): SaidLayout['mapping'] {
  const mapping: Record<string, string> = {};
  for (let index = 0; index < MAX_SHOWN; index += 1) {
    const body: unknown = req.body?.[columnField(index)];
    if (typeof body !== 'string') continue;
    const block = readField(req, blockField(index));
    const isOwn = body !== '' && blocks > 1 && block !== '';
    mapping[letterOf(index)] = isOwn ? `${body}@${block}` : body;
  }
  return mapping;
}

function readFixed(req: Request, columns: readonly ColumnDefinition[], blocks: number): SaidLayout['fixed'] {
  const fixed: Record<string, string> = {};
  for (const { code } of listFixable(columns)) {
    const value = readField(req, fixedField(code, null)).trim();
    if (value !== '') fixed[code] = value;
    for (let block = 1; blocks > 1 && block <= blocks; block += 1) {
      const own = readField(req, fixedField(code, block)).trim();
      if (own !== '') fixed[`${code}@${block}`] = own;
    }
  }
  return fixed;
}

function listFaults(
  job: ImportJob,
  columns: readonly ColumnDefinition[],
  layout: SaidLayout,
): ChosenLayout['faults'] {
  const read = readLayout(columns, layout);
  if (read === null) throw new AppError('badRequest', 400);
  const { headings } = findHeadings(columns, job.looked, read, layout.headingsRow);
  const fixable = new Set(listFixable(columns).map(({ code }) => code));
  const first = `#${columnField(0)}`;
  const tooLong = Object.entries(layout.fixed).filter(([, value]) => [...value].length > MAX_FIXED_LENGTH);
  return [
    ...tooLong.map(([said]) => {
      const [code = '', block] = said.split('@');
      const heading = columns.find((one) => one.code === code)?.heading ?? code;
      return {
        href: `#${fixedField(code, block === undefined ? null : Number(block))}`,
        text: `“${heading}”的固定值超过${MAX_FIXED_LENGTH}个字，请缩短！`,
      };
    }),
    ...headings.doubled.map((heading) => ({
      href: first,
      text: `“${heading}”与另一列指定了同一项，请改选！`,
    })),
    ...headings.clashing.map((heading) => ({
      href: first,
      text: `“${heading}”既指定了一列，又填写了固定值，请只留一种！`,
    })),
    ...headings.missing.map(({ code, heading }) => ({
      href: fixable.has(code) ? `#${fixedField(code, null)}` : first,
      text: fixable.has(code)
        ? `没有一列指定为“${heading}”，请指定，或填写固定值！`
        : `没有一列指定为“${heading}”，请指定！`,
    })),
  ];
}

/** What a job's file is taken for before somebody has chosen. */
export function startLayout(job: ImportJob): ChosenLayout {
  const layout = job.suggested ?? NOTHING_SAID;
  const numbers = [...Object.values(layout.mapping), ...Object.keys(layout.fixed)].map((text) =>
    Number(/@(\d)$/.exec(text)?.[1] ?? 1),
  );
  return { layout, blocks: Math.max(1, ...numbers), faults: [] };
}
