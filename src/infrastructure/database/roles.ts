import type { Knex } from 'knex';
import { StartRefused } from '../start-refused';
import { listPendingMigrations, MIGRATION_LOCK, migrateToLatest } from './migrate';

/** What the connected role is, and what it may that the application must not. */
interface RoleFindings {
  readonly role: string;
  readonly superuser: boolean;
  /** Whether it owns tables, itself or by a role that it belongs to. */
  readonly owner: boolean;
  /** Tables of which rows are never changed or deleted, and in which it may. */
  readonly changeable: readonly string[];
}

/** Tables that are appended to alone: those with the trigger that refuses every change. */
const FIXED = `select c.oid, c.relname from pg_class c join pg_trigger t on t.tgrelid = c.oid
  where t.tgfoid = 'refuse_change()'::regprocedure and c.relnamespace = 'public'::regnamespace`;

/** Looks at the role of a connection. */
export async function examineRole(db: Knex): Promise<RoleFindings> {
  const { rows } = await db.raw<{ rows: RoleFindings[] }>(
    `select current_user::text as role, rolsuper as superuser,
            exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                     and pg_has_role(current_user, relowner, 'member')) as owner,
            array(select relname::text from (${FIXED}) fixed
                   where has_table_privilege(oid, 'update, delete, truncate') order by 1) as changeable
       from pg_roles where rolname = current_user`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('the role of the connection is not known');
  return found;
}

/** What is wrong with the role as the application's, in a sentence; null where nothing is. */
export function describeRoleFault({ role, superuser, owner, changeable }: RoleFindings): string | null {
  if (superuser) return `the role ${role} is a superuser`;
  if (owner) return `the role ${role} owns the tables`;
  if (changeable.length > 0)
    return `the role ${role} may change what is never changed: ${changeable.join(', ')}`;
  return null;
}

/**
 * Brings the schema to the newest version and lets the application's role do what it needs: read everything, change
 * what is changed, and only add to versions, acts, leaves, checkpoints, attempts, prints and the log.
 * `db`: of the owner; where it is the application's own there must be nothing left to bring.
 * @throws StartRefused where the schema is older and this role may not change it
 */
export async function bringUpSchema(db: Knex, applicationRole: string): Promise<void> {
  if (await isApplicationAlone(db)) {
    const pending = await listPendingMigrations(db);
    if (pending.length === 0) return;
    throw new StartRefused(
      `${pending.length} migrations are to come, and this role may not bring them: run zhiyuan roles with DATABASE_OWNER_URL, then start again.`,
    );
  }
  await migrateToLatest(db);
  await grantApplication(db, applicationRole);
}

/** Whether the tables are there and belong to somebody else. */
async function isApplicationAlone(db: Knex): Promise<boolean> {
  if (!(await db.schema.hasTable('knex_migrations'))) return false;
  const { superuser, owner } = await examineRole(db);
  return !superuser && !owner;
}

/** Grants by the schema as it stands; does nothing where there is no such role, or it is the owner. */
async function grantApplication(db: Knex, role: string): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    const { rows } = await transaction.raw<{ rows: { found: boolean }[] }>(
      'select exists (select from pg_roles where rolname = ? and rolname <> current_user) as found',
      [role],
    );
    if (rows[0]?.found !== true) return;
    const readers = await listReaders(transaction, role);
    for (const reader of readers) {
      await transaction.raw('grant usage on schema public to ??', [reader]);
      await transaction.raw('grant select on all tables in schema public to ??', [reader]);
    }
    const watcher = watcherOf(role);
    if (readers.includes(watcher))
      for (const grant of WATCHING) await transaction.raw(`grant ${grant} to ??`, [watcher]);
    await transaction.raw('grant usage on schema public to ??', [role]);
    await transaction.raw('grant select, insert, update, delete on all tables in schema public to ??', [
      role,
    ]);
    await transaction.raw('grant usage, select on all sequences in schema public to ??', [role]);
    const fixed = await transaction.raw<{ rows: { relname: string }[] }>(FIXED);
    for (const { relname } of fixed.rows)
      await transaction.raw('revoke update, delete, truncate on ?? from ??', [relname, role]);
    await transaction.raw('revoke insert, update, delete on knex_migrations from ??', [role]);
  });
}

/** Name of the role that reads everything and changes nothing, beside an application's. */
export const readerOf = (role: string) => `${role}_reader`;

/** Name of the role of `zhiyuan watch`: it reads everything, raises alarms and may stop saves. */
const watcherOf = (role: string) => `${role}_watcher`;

/** What it may beside reading: the columns of a switch, the count by which processes learn of it, a line of the log. */
const WATCHING = [
  'update (is_on, changed_at) on switches',
  'update on reference_versions',
  'insert on audit_entries',
  'insert on alarms',
  'update (seen_at) on alarms',
  'insert, update on watch_looks',
];

async function listReaders(transaction: Knex.Transaction, role: string): Promise<readonly string[]> {
  return transaction('pg_roles')
    .whereIn('rolname', [readerOf(role), watcherOf(role)])
    .pluck('rolname');
}

const CREATE = 'create role %I login nosuperuser nocreatedb nocreaterole';

/** Makes the application's role, or sets its password, and reader and watcher, which sign in once they are given one. */
export async function makeRoles(db: Knex, role: string, password: string): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    const there: string[] = await transaction('pg_roles')
      .whereIn('rolname', [role, readerOf(role), watcherOf(role)])
      .pluck('rolname');
    // An owner that is no superuser may not name these attributes of a role that is there; a start looks at them.
    const verb = there.includes(role) ? 'alter role %I login' : CREATE;
    const { rows } = await transaction.raw<{ rows: { sql: string }[] }>(
      `select format('${verb} password %L', ?::text, ?::text) as sql`,
      [role, password],
    );
    await transaction.raw((rows[0]?.sql ?? '').replaceAll('?', '\\?'));
    for (const beside of [readerOf(role), watcherOf(role)])
      if (!there.includes(beside)) await transaction.raw('create role ?? nologin', [beside]);
  });
}
