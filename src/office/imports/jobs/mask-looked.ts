import type { SourceRow } from '../reading/source-row';

/** Signs of a cell that are kept for somebody to see what a column holds. */
const LONGEST_KEPT = 60;
/** 证件号码, with or without its last letter, and phones. */
const IDENTITY = /[0-9０-９]{14,17}[0-9０-９Xx]/g;
const PHONE = /1[3-9]\d{9}/g;

/** Rows as they are kept with a job: cut short, and without what is encrypted at rest elsewhere. */
export function maskLooked(rows: readonly SourceRow[]): readonly SourceRow[] {
  return rows.map(({ number, cells }) => ({ number, cells: cells.map(maskCell) }));
}

function maskCell(cell: string): string {
  return cell
    .slice(0, LONGEST_KEPT)
    .replace(IDENTITY, (number) => `${number.slice(0, 3)}***********${number.slice(-2)}`)
    .replace(PHONE, (number) => `${number.slice(0, 3)}****${number.slice(-4)}`);
}
