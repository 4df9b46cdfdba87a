import type { Knex } from '../../src/infrastructure/database/knex';

/** Tables that a mere visit may touch: sessions live and end, tries are counted, attempts are noted, health is asked. */
const passing = [
  // Moves on with the clock, whoever looks at it; a GET of 登录 takes a place in it.
  'waiting_lines',
  'waiting_place_uses',
  'sessions',
  'throttles',
  'sign_ins',
  'knex_migrations',
  'knex_migrations_lock',
  'pulses',
];

/** A fingerprint of each table's rows: equal before and after means that nothing changed. */
export async function takeSnapshot(
  knex: Knex,
  without: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const tables: { table_name: string }[] = await knex('information_schema.tables')
    .where({ table_schema: 'public', table_type: 'BASE TABLE' })
    .whereNotIn('table_name', [...passing, ...without])
    .orderBy('table_name')
    .select('table_name');
  const marks: Record<string, string> = {};
  for (const { table_name: table } of tables) {
    const { rows } = await knex.raw(
      "select count(*) || ' ' || coalesce(md5(string_agg(row::text, '|' order by row::text)), '') as mark from ?? as row",
      [table],
    );
    marks[table] = rows[0].mark;
  }
  return marks;
}
