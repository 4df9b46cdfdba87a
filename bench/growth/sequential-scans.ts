import type { Knex } from 'knex';
import type { RecordedStatement } from '../recording';

/** A table that is read whole by a statement of a request. */
export interface SequentialScan {
  readonly table: string;
  readonly rows: number;
  readonly statement: string;
}

/** From this many rows on a table is large: below, reading it whole is what the planner does well. */
const LARGE = 5_000;
const EXPLAINED = /^\s*(select|with|insert|update|delete)\b/i;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Explains each statement with the values with which it was sent; none is carried out. */
export async function findSequentialScans(
  knex: Knex,
  statements: readonly RecordedStatement[],
): Promise<readonly SequentialScan[]> {
  const sizes = await readSizes(knex);
  const client = await knex.client.acquireConnection();
  const found: SequentialScan[] = [];
  try {
    for (const { text, values } of statements.filter((one) => EXPLAINED.test(one.text))) {
      const { rows } = await client.query({ text: `explain (format json) ${text}`, values });
      const [{ Plan: root }] = rows[0]['QUERY PLAN'];
      for (const table of listScanned(root))
        if ((sizes.get(table) ?? 0) >= LARGE)
          found.push({
            table,
            rows: sizes.get(table) ?? 0,
            statement: text.replace(/\s+/g, ' ').slice(0, 200),
          });
    }
  } finally {
    await knex.client.releaseConnection(client);
  }
  return found;
}

function listScanned(node: PlanNode): readonly string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : [];
  return [...own, ...(node.Plans ?? []).flatMap(listScanned)];
}

/** Rows of each table, as it was last counted. */
async function readSizes(knex: Knex): Promise<ReadonlyMap<string, number>> {
  const { rows } = await knex.raw<{ rows: { name: string; rows: number }[] }>(
    `select relname::text as name, reltuples::float8 as rows from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map((row) => [row.name, row.rows]));
}
