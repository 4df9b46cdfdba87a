import type { Knex } from 'knex';
import type { HeadingMapping } from './column';
import type { KindCode } from './kind';

/** What headings of a kind of list were said to stand for. */
export async function findMapping(db: Knex, kind: KindCode): Promise<HeadingMapping> {
  const rows: { heading: string; column_code: string }[] = await db('import_mappings')
    .where({ kind })
    .select('heading', 'column_code');
  return new Map(rows.map(({ heading, column_code: column }) => [heading, column]));
}

/** Remembers what was said of headings, in place of what was said of them before. */
export async function rememberMapping(
  transaction: Knex,
  kind: KindCode,
  mapping: HeadingMapping,
): Promise<void> {
  if (mapping.size === 0) return;
  const rows = [...mapping].map(([heading, column]) => ({
    kind,
    heading,
    column_code: column,
    remembered_at: transaction.raw('clock_timestamp()'),
  }));
  await transaction('import_mappings').insert(rows).onConflict(['kind', 'heading']).merge();
}
