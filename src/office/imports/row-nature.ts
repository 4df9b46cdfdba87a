import type { SourceRow } from '../../infrastructure/spreadsheets/reading/source-row';

/** `data`; a line of totals; a note below the table. */
type RowNature = 'data' | 'total' | 'note';

const TOTAL = /^(本页)?(合计|总计|小计|共计|总数|总和)(数|人数|[（(].{0,20}[)）])?[:：]?$/;
const NOTE = /^([（(]?(注|备注|附注|说明|附)\d?[)）]?\s*[:：.、]|[*※＊]|制表|填表|审核|打印|第\d+页|—\d+—$)/;
/** A table of fewer columns may have data in one column alone. */
const MIN_COLUMNS = 3;

/** What a row is by how it begins; `columns` is how many the table has. */
export function findRowNature({ cells }: SourceRow, columns: number): RowNature {
  if (columns < MIN_COLUMNS) return 'data';
  let first = '';
  let filled = 0;
  for (const cell of cells) {
    if (cell === '') continue;
    const text = cell.trim();
    if (text === '') continue;
    filled += 1;
    if (first === '') first = text;
    if (filled > 1) break;
  }
  if (TOTAL.test(first.replace(/\s/g, ''))) return 'total';
  return filled === 1 && NOTE.test(first) ? 'note' : 'data';
}
