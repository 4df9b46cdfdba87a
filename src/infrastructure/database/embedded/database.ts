import { Client, escapeLiteral } from 'pg';
import { listEmbeddedRoles } from './application-role';
import { SUPERVISOR } from './cluster';
import type { ServerRecord } from './server-record';

/** Name of the database and of the role that owns its tables. */
const DATABASE = 'zhiyuan';

/** Where the owner of the tables connects to. */
export function describeConnection(port: number, record: ServerRecord): string {
  return `postgres://${DATABASE}:${record.databasePassword}@127.0.0.1:${port}/${DATABASE}`;
}

/**
 * Asks the server, as its supervisor, for its data directory.
 * @throws when it does not accept connections, or not with this password.
 */
export async function findServedDirectory(port: number, record: ServerRecord): Promise<string> {
  return withSupervisor(port, record, 'postgres', async (client) => {
    const { rows } = await client.query<{ directory: string }>(
      `select current_setting('data_directory') as directory`,
    );
    return rows[0]?.directory ?? '';
  });
}

/**
 * Makes what is missing: the owner's role with the record's password, the application's, the database, the collation
 * for Chinese names.
 */
export async function prepareDatabase(port: number, record: ServerRecord): Promise<void> {
  await withSupervisor(port, record, 'postgres', async (client) => {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [DATABASE]);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role ${DATABASE} login password ${escapeLiteral(record.databasePassword)}`);
    for (const { name, password } of listEmbeddedRoles(record.databasePassword)) {
      const there = await client.query('select 1 from pg_roles where rolname = $1', [name]);
      await client.query(
        `${there.rowCount === 0 ? 'create' : 'alter'} role ${name} login nosuperuser password ${escapeLiteral(password)}`,
      );
    }
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`create database ${DATABASE} owner ${DATABASE}`);
    const collation = await client.query(`select 1 from pg_collation where collname = 'zh-x-icu'`);
    if (collation.rowCount === 0) throw new Error('This PostgreSQL cannot order Chinese names: no zh-x-icu');
  });
}

/** Works as the server's superuser, in a session of its own. */
export async function withSupervisor<T>(
  port: number,
  record: ServerRecord,
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    database,
    user: SUPERVISOR,
    password: record.supervisorPassword,
    ssl: false,
    application_name: 'zhiyuan supervisor',
    connectionTimeoutMillis: 5_000,
  });
  // When the server ends meanwhile, the query fails and reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
