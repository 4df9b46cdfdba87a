import type { Knex } from '../../src/infrastructure/database/knex';

/** The tables in which a text can be read by whoever has the database, as text or as its bytes. */
export async function findInClear(knex: Knex, text: string): Promise<readonly string[]> {
  const tables: string[] = await knex('information_schema.tables')
    .where({ table_schema: 'public', table_type: 'BASE TABLE' })
    .orderBy('table_name')
    .pluck('table_name');
  const bytes = Buffer.from(text).toString('hex');
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await knex.raw(
      'select 1 from ?? as row where strpos(row::text, ?) > 0 or strpos(row::text, ?) > 0 limit 1',
      [table, text, bytes],
    );
    if (rows.length > 0) found.push(table);
  }
  return found;
}
