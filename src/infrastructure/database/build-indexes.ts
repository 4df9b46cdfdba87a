import type { Knex } from 'knex';
import { bearSilence } from './watch-silence';

/**
 * Builds indexes of large tables while others write. What was killed on the way is left invalid by PostgreSQL: it is
 * taken away and built anew.
 */
export async function buildIndexes(knex: Knex, indexes: Readonly<Record<string, string>>): Promise<void> {
  const wanted = Object.entries(indexes);
  if (wanted.length === 0) return;
  const connection = await knex.client.acquireConnection();
  const run = (sql: string) => knex.raw(sql).connection(connection);
  try {
    bearSilence(connection);
    await run('set statement_timeout = 0; set lock_timeout = 0');
    for (const [name, place] of wanted) {
      const { rows } = await run(
        `select indisvalid as valid from pg_index where indexrelid = to_regclass('${name}')`,
      );
      if (rows[0]?.valid === true) continue;
      if (rows[0]?.valid === false) await run(`drop index concurrently ${name}`);
      await run(`create index concurrently ${name} on ${place}`);
    }
  } finally {
    await run('reset statement_timeout; reset lock_timeout').catch(() => undefined);
    await knex.client.releaseConnection(connection);
  }
}
