import type { SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import { maskNumbersIn } from '../../../rules/identity/masking';

/** Signs of a cell that are kept for somebody to see what a column holds. */
const MAX_KEPT_LENGTH = 60;
/** Rows as they are kept with a job: cut short, and without what is encrypted at rest elsewhere. */
export function maskLooked(rows: readonly SourceRow[]): readonly SourceRow[] {
  return rows.map(({ number, cells }) => ({
    number,
    cells: cells.map((cell) => maskNumbersIn(cell.slice(0, MAX_KEPT_LENGTH))),
  }));
}
