import { rolesCommand } from '../../src/cli/roles.command';
import { applicationUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { createKnex, type Knex } from '../../src/infrastructure/database/knex';
import { bringUpSchema, describeRoleFault, examineRole } from '../../src/infrastructure/database/roles';
import { checkApplicationRole } from '../../src/operations/installation';
import { runCommand } from '../cli/run-command';
import { playActs } from '../domain/ledger/sample-ledger';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const FIXED = [
  'application_versions',
  'audit_entries',
  'form_prints',
  'group_acts',
  'ledger_checkpoints',
  'ledger_leaves',
  'ledger_nodes',
  'save_attempts',
];

let database: TestDatabase;
let app: Knex;
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
  app = createKnex(applicationUrlOf(database.url));
  const candidates = await database.knex('candidates').orderBy('id').limit(3).pluck('id');
  await playActs(database.knex, candidates, 5, (most) => most - 1);
});
afterAll(async () => {
  await app.destroy();
  await database.drop();
});

const denied = /permission denied|must be owner/;

describe("the application's role", () => {
  it('is no superuser and owns nothing', async () => {
    const found = await examineRole(app);
    expect(found).toEqual({ role: 'zhiyuan_app', superuser: false, owner: false, changeable: [] });
    expect(describeRoleFault(found)).toBeNull();
  });

  it.each(FIXED)(
    'adds to %s, and can neither change nor delete there, whatever its triggers say',
    async (table) => {
      const { knex } = database;
      const [column = ''] = await knex('pg_attribute')
        .whereRaw('attrelid = ?::regclass and attnum > 0 and not attisdropped', [table])
        .orderBy('attnum', 'desc')
        .pluck<string[]>('attname');
      await expect(app.raw('update ?? set ?? = null', [table, column])).rejects.toThrow(denied);
      for (const sql of [
        'delete from ??',
        'truncate ??',
        'alter table ?? disable trigger user',
        'alter table ?? disable trigger all',
        'drop table ??',
        'alter table ?? owner to current_user',
      ])
        await expect(app.raw(sql, [table])).rejects.toThrow(denied);
      const { rows } = await app.raw("select has_table_privilege(?, 'insert') as may", [table]);
      expect(rows[0].may).toBe(true);
    },
  );

  it('replaces no function, makes none in the schema, passes no trigger by, and grants itself nothing', async () => {
    for (const sql of [
      'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
      'create table public.other (id integer)',
      'set session_replication_role = replica',
      'set role zhiyuan',
      'update knex_migrations set batch = 1',
      'create role another',
    ])
      await expect(app.raw(sql)).rejects.toThrow(/permission denied|must be owner/);
    // Without a right to give, PostgreSQL warns and changes nothing.
    await app.raw('grant update on application_versions to zhiyuan_app').catch(() => undefined);
    await expect(app.raw('update application_versions set batch_code = batch_code')).rejects.toThrow(denied);
  });

  it('serves in drill and live, where owner and superuser do not', async () => {
    await expect(checkApplicationRole(app, 'live')).resolves.toBeUndefined();
    for (const environment of ['drill', 'live'] as const)
      await expect(checkApplicationRole(database.knex, environment)).rejects.toThrow(
        'DATABASE_URL: the role zhiyuan owns the tables, and could change what was saved. Make a role for the application: zhiyuan roles.',
      );
    await expect(checkApplicationRole(database.knex, 'demo')).resolves.toBeUndefined();
    expect(describeRoleFault({ role: 'postgres', superuser: true, owner: false, changeable: [] })).toBe(
      'the role postgres is a superuser',
    );
  });

  it('does not serve where it was granted too much, until the schema is brought up again', async () => {
    const { knex } = database;
    await knex.raw('grant update on save_attempts to zhiyuan_app');
    await expect(checkApplicationRole(app, 'live')).rejects.toThrow(
      'may change what is never changed: save_attempts',
    );
    await bringUpSchema(knex, 'zhiyuan_app');
    await expect(checkApplicationRole(app, 'live')).resolves.toBeUndefined();
  });

  it('starts alone on a schema that is up to date, and says what to do with one that is not', async () => {
    await expect(bringUpSchema(app, 'zhiyuan_app')).resolves.toBeUndefined();
    const { knex } = database;
    const [last] = await knex('knex_migrations').orderBy('id', 'desc').limit(1);
    await knex('knex_migrations').where({ id: last.id }).delete();
    await expect(bringUpSchema(app, 'zhiyuan_app')).rejects.toThrow(
      '1 migrations are to come, and this role may not bring them: run zhiyuan roles with DATABASE_OWNER_URL',
    );
    await knex('knex_migrations').insert(last);
  });
});

describe('zhiyuan roles', () => {
  it('has nothing to do for the embedded database', async () => {
    const { code, text } = await runCommand(rolesCommand, database, []);
    expect([code, text]).toEqual([0, 'roles: the embedded database has its roles']);
    expect((await runCommand(rolesCommand, database, ['all'])).code).toBe(2);
  });

  it('asks for two roles', async () => {
    const { code, text } = await runCommand(rolesCommand, database, [], {
      env: { DATABASE_URL: database.url },
    });
    expect([code, text]).toEqual([1, expect.stringContaining('DATABASE_OWNER_URL')]);
  });

  it('makes the role that serves and the one that reads, twice over', async () => {
    const name = `served_${Date.now()}`;
    const superuser = new URL(process.env.TEST_SUPERVISOR_URL ?? '');
    superuser.pathname = new URL(database.url).pathname;
    const db = createKnex(superuser.href);
    const url = new URL(database.url);
    url.username = name;
    url.password = "p'?%24x";
    // As the guide has it: the owner is no superuser.
    const env = { DATABASE_URL: url.href, DATABASE_OWNER_URL: database.url };
    await db.raw('alter role zhiyuan createrole');
    try {
      for (let time = 0; time < 2; time += 1) {
        const made = await runCommand(rolesCommand, database, [], { env });
        expect([made.code, made.text]).toEqual([
          0,
          expect.stringContaining(`roles: ${name} serves, ${name}_reader reads`),
        ]);
      }
      const served = createKnex(url.href);
      expect(describeRoleFault(await examineRole(served))).toBeNull();
      expect((await served('candidates').count({ count: '*' }))[0]?.count).toBeGreaterThan(0);
      await served.destroy();
      const { rows } = await db.raw(
        `select has_table_privilege(?, 'candidates', 'select') as reads, has_table_privilege(?, 'candidates', 'insert, update, delete') as writes`,
        [`${name}_reader`, `${name}_reader`],
      );
      expect(rows[0]).toEqual({ reads: true, writes: false });
    } finally {
      await db.raw('alter role zhiyuan nocreaterole');
      for (const role of [name, `${name}_reader`]) {
        await db.raw('drop owned by ??', [role]);
        await db.raw('drop role ??', [role]);
      }
      await db.destroy();
    }
  });
});
