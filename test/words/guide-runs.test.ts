import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { listHits, readTracked, root } from './tracked-files';

/*
 * Every line of a shell example is run, word by word, by a test: those that act on an installation here, one after the
 * other as the guide has them (LONG), the others by the test that is named.
 */

const guides = [
  ...['docs/operator.md', 'docs/operator.zh-CN.md', 'docs/county-office.zh-CN.md', 'docs/province.zh-CN.md'],
  ...['docs/reviewers.zh-CN.md', 'README.md', 'README.zh-CN.md'],
];
const lines = [
  ...new Set(
    guides.flatMap((file) =>
      listHits(readTracked(file), /```sh\n([\s\S]*?)```/g)
        .join('\n')
        .replace(/\\\n\s*/g, '')
        .split('\n')
        .filter((line) => line.trim() !== ''),
    ),
  ),
];

/** Which test runs what this one does not. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^docker |docker exec/, 'test/container/container.test.ts'],
  [/^(cp|chmod) .*deploy\/.*env/, 'test/deploy/compose.test.ts'],
  [/deploy\/systemd|^systemctl/, 'test/deploy/systemd.test.ts'],
  [/restore --check/, 'test/operations/backups.test.ts'],
  [/restore --to .* --into /, 'test/operations/outside-backups.test.ts'],
  [/DATABASE_OWNER_URL/, 'test/operations/roles.test.ts'],
  [/ watch --every/, 'test/operations/watch.test.ts'],
  [/^npm ci/, 'test/container/container.test.ts'],
  [/^curl .*checkpoints\//, 'test/candidate/verification/verification.test.ts'],
  [/^python3 verify-ledger\.py/, 'test/candidate/verification/verification.test.ts'],
  [/ witness https/, 'test/cli/witness.test.ts'],
  [/ export (lists|open)/, 'test/office/exports/exports.test.ts'],
  [/ rehearse /, 'test/operations/rehearsal/whole-season.test.ts'],
];

const beginsAnew = (line: string) => line.includes('officer create');
/** The first officer is made before the first start, which fills a demo that has none. */
const own = lines
  .filter((line) => !elsewhere.some(([pattern]) => pattern.test(line)))
  .toSorted((one, other) => Number(beginsAnew(other)) - Number(beginsAnew(one)));

describe('lines of shell examples', () => {
  it('are each run by a test', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(own.length).toBeGreaterThan(6);
    expect(elsewhere.filter(([pattern]) => !lines.some((line) => pattern.test(line)))).toEqual([]);
    expect(elsewhere.filter(([, file]) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

const long = process.env.LONG === '1' ? describe : describe.skip;

/** Answers to what a guide leaves to the operator; `npm run zhiyuan --` without building again. */
const SHELL = `set -e
npm() { shift 3; node "$PROGRAM" "$@"; }
`;

long('the lines that act on an installation', () => {
  let folder: string;
  let server: ChildProcess | undefined;
  let copy: TestDatabase;
  const env = () => ({
    PATH: process.env.PATH,
    PROGRAM: path.join(root, 'dist/src/cli/zhiyuan.js'),
    DATA_DIR: path.join(folder, 'data'),
  });
  const run = (line: string, more: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', SHELL + line], {
      ...{ cwd: folder, encoding: 'utf8', env: { ...env(), ...more } },
    });
    return { status, said: stdout + stderr };
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-guides-'));
    chmodSync(folder, 0o711);
    copy = await createTestDatabase({ bare: true });
  });
  afterAll(async () => {
    if (server !== undefined) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    await copy.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The demo, as its first start fills it; the clock stands before the round of the examples. */
  async function startServer(): Promise<void> {
    server = spawn(process.execPath, [path.join(root, 'dist/src/server.js')], {
      env: { ...env(), PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve) => {
      server?.stdout?.on('data', (chunk) => {
        if (/is at http/.test(String(chunk))) resolve();
      });
    });
    const days = Math.ceil((Date.now() - Date.parse('2021-06-25T00:00:00+08:00')) / 86_400_000);
    expect(run(`npm run zhiyuan -- clock shift -${days}d`).status).toBe(0);
  }

  /** The plan as it stands, with a heading that the guide's example names. */
  async function writePlans(): Promise<void> {
    expect(run('npm run zhiyuan -- list export plans own.xlsx').status).toBe(0);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path.join(folder, 'own.xlsx'));
    book.worksheets[0]?.getRow(1).eachCell((cell) => {
      if (cell.value === '专业代号') cell.value = '编号';
    });
    await book.xlsx.writeFile(path.join(folder, 'plans.xlsx'));
  }

  it.each(own)('%s', async (line) => {
    if (server === undefined && !beginsAnew(line)) await startServer();
    if (line.includes('plans.xlsx')) await writePlans();
    const { status, said } = run(line, line.startsWith('pg_') ? urlsOf(folder, copy) : {});
    expect([line, status, said]).toEqual([line, 0, said]);
  });
});

/** The embedded database, and an empty one, as pg_dump and pg_restore are told them. */
function urlsOf(folder: string, copy: TestDatabase): Record<string, string> {
  const record = JSON.parse(readFileSync(path.join(folder, 'data/postgres.json'), 'utf8'));
  return {
    DATABASE_URL: `postgres://zhiyuan:${record.databasePassword}@127.0.0.1:${record.port}/zhiyuan`,
    EMPTY_DATABASE_URL: copy.url,
  };
}
