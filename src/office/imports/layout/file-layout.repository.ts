import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import { normaliseHeading } from '../column';
import type { KindCode } from '../kind';
import type { SaidLayout } from './said-layout';

/** What was said of files with a heading row like this one. */
export interface RememberedLayout {
  readonly row: SourceRow;
  /** Keys are letters. */
  readonly layout: SaidLayout;
}

/** What files of the same make have in common: the headings, in their order. */
function shapeOf({ cells }: SourceRow): string {
  const titles = cells.map(normaliseHeading).join('\n').trimEnd();
  return createHash('sha256').update(titles).digest('hex');
}

/** What was said of a file like this when it was last imported: the first of its rows whose headings are known. */
export async function findRememberedLayout(
  db: Knex,
  kind: KindCode,
  rows: readonly SourceRow[],
): Promise<RememberedLayout | null> {
  const shapes = rows.map(shapeOf);
  const known: { shape: string; layout: SaidLayout }[] = await db('import_layouts')
    .where({ kind })
    .whereIn('shape', shapes)
    .select('shape', 'layout');
  const layouts = new Map(known.map(({ shape, layout }) => [shape, layout]));
  const at = shapes.findIndex((shape) => layouts.has(shape));
  const row = rows[at];
  const layout = layouts.get(shapes[at] ?? '');
  return row === undefined || layout === undefined ? null : { row, layout };
}

/** Remembers what was said of a file by its headings, in place of what was said before. */
export async function rememberLayout(
  transaction: Knex,
  kind: KindCode,
  headingRow: SourceRow,
  layout: SaidLayout,
): Promise<void> {
  await transaction('import_layouts')
    .insert({
      kind,
      shape: shapeOf(headingRow),
      layout: JSON.stringify({ ...layout, headingsRow: null }),
      remembered_at: transaction.raw('clock_timestamp()'),
    })
    .onConflict(['kind', 'shape'])
    .merge();
}
