import { spawn } from 'node:child_process';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const root = path.resolve(__dirname, '../..');
const NEWER = '9999-of-a-newer-version';

/** Runs a compiled program on the database. @returns its exit code and all that it printed */
function run(
  database: TestDatabase,
  words: readonly string[],
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: database.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    child.once('exit', (code) => resolve({ code, text }));
  });
}

describe('a program that is older than the schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database
      .knex('knex_migrations')
      .insert({ name: NEWER, batch: 99, migration_time: database.knex.fn.now() });
  });
  afterAll(() => database.drop());

  const english = `The database was migrated by a newer version of this program (${NEWER}): start that version or a later one, or restore the backup from before it.\n`;

  it.each([
    ['the server', ['dist/src/server.js'], english],
    ['the command', ['dist/src/cli/zhiyuan.js', 'officer', 'list'], english],
    [
      'the command in Chinese',
      ['dist/src/cli/zhiyuan.js', '--lang', 'zh', 'officer', 'list'],
      `数据库已由更新版本的程序升级（${NEWER}）：请启动该版本或更高版本，或恢复升级之前的备份。\n`,
    ],
  ])('refuses in one sentence: %s', async (_what, words, sentence) => {
    expect(await run(database, words)).toEqual({ code: 1, text: sentence });
    expect(await database.knex('installations')).toEqual([]);
  });

  it('serves where the newer version says that it can', async () => {
    await database.knex('knex_migrations').where({ name: NEWER }).update({ additive: true });
    const { code } = await run(database, ['dist/src/cli/zhiyuan.js', 'officer', 'list']);
    expect(code).toBe(0);
    const { text } = await run(database, ['dist/src/cli/zhiyuan.js', '--lang', 'en', 'doctor']);
    expect(text).toMatch(/^note +migrations +1 of a newer version/m);
  });
});
