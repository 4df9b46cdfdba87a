import type { Knex } from 'knex';
import { findClockShift } from '../infrastructure/clock';
import type { EnvironmentName } from '../infrastructure/config/config';
import { describeRoleFault, examineRole } from '../infrastructure/database/roles';
import { StartRefused } from '../infrastructure/start-refused';

const SAFE: Readonly<Record<string, string>> = { fsync: 'on', full_page_writes: 'on' };
const MIN_SERVER_VERSION = 150_000;

/**
 * Refuses a database that would lose an acknowledged save, is too old, or is not in UTF-8.
 * @throws StartRefused naming every fault.
 */
export async function checkDatabaseSettings(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: { name: string; setting: string }[] }>(
    `select name, setting from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_version_num', 'server_encoding')`,
  );
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  const faults = Object.entries(SAFE)
    .filter(([name, value]) => settings[name] !== value)
    .map(
      ([name]) => `${name} is ${settings[name]}: acknowledged saves could be lost, set it to ${SAFE[name]}`,
    );
  if (settings.synchronous_commit === 'off')
    faults.push('synchronous_commit is off: acknowledged saves could be lost, set it to on');
  if (Number(settings.server_version_num) < MIN_SERVER_VERSION)
    faults.push('the server is older than PostgreSQL 15');
  if (settings.server_encoding !== 'UTF8')
    faults.push(`server_encoding is ${settings.server_encoding}: it must be UTF8`);
  if (faults.length > 0) throw new StartRefused(`The database is refused:\n  - ${faults.join('\n  - ')}`);
}

/**
 * Outside the demo the application serves as a role that can add to what was saved, and change or delete none of it.
 * @throws StartRefused naming what the role may, and what to do
 */
export async function checkApplicationRole(db: Knex, environment: EnvironmentName): Promise<void> {
  const fault = describeRoleFault(await examineRole(db));
  if (fault === null || environment === 'demo') return;
  throw new StartRefused(
    `DATABASE_URL: ${fault}, and could change what was saved. Make a role for the application: zhiyuan roles.`,
  );
}

/**
 * Binds a database to one environment at its first start, and keeps the demo's data and clock out of the others.
 * @throws StartRefused when the database belongs to another environment, or its clock is shifted outside the demo.
 */
export async function claimInstallation(db: Knex, environment: EnvironmentName): Promise<void> {
  await db('installations').insert({ environment }).onConflict('only_row').ignore();
  const row = await db('installations').first('environment');
  if (row?.environment !== environment) {
    throw new StartRefused(
      `This database holds the data of ${row?.environment}; it is not started as ${environment}.`,
    );
  }
  if (environment !== 'demo' && (await findClockShift(db)) !== 0) {
    throw new StartRefused(`The clock of this database is shifted; ${environment} runs on real time only.`);
  }
}

/** Writes down where people find this installation, for commands that run without the server's settings. */
export async function recordPublicUrl(db: Knex, publicUrl: URL): Promise<void> {
  await db('installations')
    .whereRaw('public_url is distinct from ?', [publicUrl.href])
    .update({ public_url: publicUrl.href });
}

/** Where people find this installation: PUBLIC_URL of the server that was started last; null before the first. */
export async function findPublicUrl(db: Knex): Promise<URL | null> {
  const row: { public_url: string | null } | undefined = await db('installations').first('public_url');
  return row?.public_url == null ? null : new URL(row.public_url);
}
