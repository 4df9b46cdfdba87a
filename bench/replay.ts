import { createHash, randomBytes } from 'node:crypto';
import { Pool, type PoolClient, type QueryConfig } from 'pg';
import { isBegin, isCommit, type ReplayedStatement, type Source, type Stage } from './recording';

/** What a request brings along. */
export interface ReplayInput {
  readonly session: string;
  readonly formToken: string;
}

type Rows = Record<number, Readonly<Record<string, unknown>> | undefined>;
type Target = Pool | PoolClient;

interface PreparedStatement {
  readonly name: string | null;
  readonly statement: ReplayedStatement;
}

/** Sends the statements of one recorded request as named, prepared ones; resolves when the last is answered. */
export type Replay = (input: ReplayInput) => Promise<void>;

export function createReplay(pool: Pool, stages: readonly Stage[]): Replay {
  const prepared = stages.map((stage) => stage.map(prepare));

  return async (input) => {
    const rows: Rows = {};
    let client: PoolClient | null = null;
    for (const stage of prepared) {
      const text = stage[0]?.statement.text ?? '';
      if (isBegin(text)) client = await pool.connect();
      await sendStage(client ?? pool, stage, input, rows);
      if (!isCommit(text)) continue;
      client?.release();
      client = null;
    }
  };
}

/** What the pool is asked leaves together; one connection is at one statement at a time. */
async function sendStage(
  target: Target,
  stage: readonly PreparedStatement[],
  input: ReplayInput,
  rows: Rows,
): Promise<void> {
  if (target instanceof Pool) await Promise.all(stage.map((one) => send(target, one, input, rows)));
  else for (const one of stage) await send(target, one, input, rows);
}

function prepare(statement: ReplayedStatement): PreparedStatement {
  const named = !isBegin(statement.text) && !isCommit(statement.text);
  const name = createHash('sha256').update(statement.text).digest('hex').slice(0, 24);
  return { name: named ? name : null, statement };
}

async function send(target: Target, { name, statement }: PreparedStatement, input: ReplayInput, rows: Rows) {
  const values = statement.values.map((source) => resolve(source, input, rows));
  const query: QueryConfig = { text: statement.text, values, ...(name === null ? {} : { name }) };
  const result = await target.query(name === null ? statement.text : query);
  rows[statement.number] = result.rows[0];
}

function resolve(source: Source, input: ReplayInput, rows: Rows): unknown {
  switch (source.kind) {
    case 'constant':
      return source.value;
    case 'session':
      return input.session;
    case 'formToken':
      return input.formToken;
    case 'random':
      return randomBytes(source.bytes);
    case 'result': {
      let value: unknown = rows[source.statement];
      for (const key of source.path) value = (value as Record<string, unknown> | undefined)?.[key];
      if (value === undefined) throw new Error(`statement ${source.statement} found no ${source.path}`);
      return value;
    }
  }
}
