import type { Request } from 'express';
import { AppError } from '../../errors';
import { readField } from '../../middleware/page-renderer';
import { type ColumnDefinition, type HeadingMapping, matchHeadings, normaliseHeading } from '../column';
import type { ImportJob } from '../jobs/import-job';

/** What was chosen for each heading of a file. */
export interface ChosenMapping {
  /** By heading; '' for none. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Sentences that say what is missing, or chosen twice. */
  readonly faults: readonly { readonly href: string; readonly text: string }[];
}

/** Reads the choice of each heading. @throws AppError badRequest for a column that there is not */
export function readMappingForm(
  req: Request,
  job: ImportJob,
  columns: readonly ColumnDefinition[],
): ChosenMapping {
  const codes = new Set(columns.map(({ code }) => code));
  const mapping: Record<string, string> = {};
  job.headings.forEach((heading, index) => {
    if (heading === '') return;
    const code = readField(req, `column-${index}`);
    if (code !== '' && !codes.has(code)) throw new AppError('badRequest', 400);
    mapping[heading] = code;
  });
  return { mapping, faults: listFaults(job, columns, mapping) };
}

function listFaults(
  job: ImportJob,
  columns: readonly ColumnDefinition[],
  mapping: Readonly<Record<string, string>>,
): ChosenMapping['faults'] {
  const said: HeadingMapping = new Map(
    Object.entries(mapping).map(([heading, code]) => [normaliseHeading(heading), code]),
  );
  const { missing, doubled } = matchHeadings(columns, job.headings, said);
  const first = `#column-${job.headings.findIndex((heading) => heading !== '')}`;
  return [
    ...doubled.map((heading) => ({
      href: `#column-${job.headings.indexOf(heading)}`,
      text: `“${heading}”与另一列指定了同一项，请改选！`,
    })),
    ...missing.map(({ heading }) => ({ href: first, text: `没有一列指定为“${heading}”，请指定！` })),
  ];
}
