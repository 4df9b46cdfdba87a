import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

jest.setTimeout(240_000);

const root = path.resolve(__dirname, '../..');
const run = promisify(execFile);

let folder: string;
let server: ChildProcess | null = null;

beforeAll(() => {
  // A name that a shell and the server's settings take apart; the database's own account passes through.
  folder = mkdtempSync(path.join(os.tmpdir(), "zhiyuan back%f'up-"));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await stopServer();
  rmSync(folder, { recursive: true, force: true });
});

const envOf = (data: string, more: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env.PATH,
  DATA_DIR: path.join(folder, data),
  BACKUP_DIR: path.join(folder, 'backups'),
  PORT: '0',
  LOG_LEVEL: 'warn',
  ...more,
});

/** Runs the operator's command. */
async function zhiyuan(data: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  return run(process.execPath, ['dist/src/cli/zhiyuan.js', ...args], {
    cwd: root,
    env: envOf(data, more),
  }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, text: error.stdout }),
  );
}

async function startServer(data: string): Promise<void> {
  const child = spawn(process.execPath, ['dist/src/server.js'], {
    cwd: root,
    env: envOf(data),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server = child;
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('Zhiyuan (') && resolve());
    child.once('exit', () => reject(new Error('the server did not start')));
  });
}

async function stopServer(): Promise<void> {
  const child = server;
  server = null;
  if (child === null || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** 2021-06-27 14:03:17 in Asia/Shanghai. */
const clockNow = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const switches = async (data: string) => (await zhiyuan(data, ['switch', 'show'])).text;
const turn = (name: string, to: string) => zhiyuan('data', ['switch', 'set', name, to, '--reason', 'test']);

/** What is written now, brought to the backups: a second copy closes its segment. */
async function bringAll(): Promise<void> {
  expect(await zhiyuan('data', ['backup'])).toMatchObject({ code: 0 });
}

describe('backups of the embedded database', () => {
  let between = '';

  it('are made by the server itself and by hand, sealed', async () => {
    await startServer('data');
    for (let waited = 0; !existsSync(path.join(folder, 'backups', 'base')) || copies() === 0; waited += 1) {
      if (waited > 600) throw new Error('the server made no copy');
      await sleep(100);
    }
    const name = readdirSync(path.join(folder, 'backups', 'base')).find((one) => one.endsWith('.base')) ?? '';
    const sealed = readFileSync(path.join(folder, 'backups', 'base', name), 'latin1');
    expect([sealed.length > 1_000_000, sealed.includes('pg_hba.conf')]).toEqual([true, false]);

    await turn('noSignIns', 'on');
    await sleep(1500);
    between = clockNow();
    await sleep(1500);
    await turn('readOnly', 'on');
    await bringAll();
    const listed = await zhiyuan('data', ['backup', 'list']);
    expect(listed.text.trim().split('\n')).toHaveLength(2);
  });

  const copies = () =>
    readdirSync(path.join(folder, 'backups', 'base')).filter((name) => name.endsWith('.json')).length;

  it('are restored onto no database that is there', async () => {
    const { code, text } = await zhiyuan('data', ['restore']);
    expect([code, text]).toEqual([1, expect.stringContaining('is not written over')]);
  });

  it('come back as they were at an instant or at the end, verified, with saves stopped', async () => {
    const [then, end, checked] = await Promise.all([
      zhiyuan('then', ['restore', '--to', between]),
      zhiyuan('end', ['restore']),
      zhiyuan('data', ['restore', '--check']),
    ]);
    for (const { code, text } of [then, end, checked])
      expect([code, text]).toEqual([0, expect.stringContaining('all is right')]);
    expect(await switches('then')).toMatch(/readOnly\toff[\s\S]*stopSaves\ton[\s\S]*noSignIns\ton/);
    expect(await switches('end')).toMatch(/readOnly\ton[\s\S]*stopSaves\ton[\s\S]*noSignIns\ton/);
    expect(readdirSync(path.join(folder, 'then')).filter((one) => /unfinished|replayed/.test(one))).toEqual(
      [],
    );
    expect(readdirSync(path.join(folder, 'data'))).not.toContain('restore-check');
  });

  const confined =
    process.env.LONG && spawnSync('bwrap', ['--ro-bind', '/', '/', 'true']).status === 0 ? it : it.skip;
  confined('say that the disk is full, and leave nothing (LONG; needs bubblewrap)', () => {
    const words = [process.execPath, 'dist/src/cli/zhiyuan.js', '--lang', 'en', 'backup'];
    const said = execFileSync(
      'bwrap',
      [
        ...['--dev-bind', '/', '/', '--size', '3000000', '--tmpfs', '/mnt', '--'],
        ...['sh', '-c', '"$@"; echo "code $?"; find /mnt -type f', 'sh', ...words],
      ],
      { cwd: root, env: envOf('data', { BACKUP_DIR: '/mnt/backups' }), encoding: 'utf8' },
    );
    expect(said).toContain('the disk is full: make room and try again');
    expect(said).toContain('code 1');
    expect(said).not.toContain('/mnt/backups/base');
  });

  it('leave nothing of a copy that is stopped', async () => {
    const base = path.join(folder, 'backups', 'base');
    const before = readdirSync(base);
    const child = spawn(process.execPath, ['dist/src/cli/zhiyuan.js', 'backup'], {
      cwd: root,
      env: envOf('data'),
      stdio: 'ignore',
    });
    while (!readdirSync(base).some((name) => name.startsWith('.'))) await sleep(5);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    expect(readdirSync(base)).toEqual(before);
  });

  it('say what is wrong, and leave no database: another key, a turned bit, a gap, an instant before all', async () => {
    const wrong = await zhiyuan('none', ['restore'], { DATA_KEY: 'ab'.repeat(32) });
    expect([wrong.code, wrong.text]).toEqual([1, expect.stringContaining('another DATA_KEY')]);
    const early = await zhiyuan('none', ['restore', '--to', '2020-01-01 00:00:00']);
    expect([early.code, early.text]).toEqual([1, expect.stringContaining('no backup of before that')]);

    const copy = path.join(folder, 'copy');
    const restoreCopy = () => zhiyuan('none', ['restore'], { BACKUP_DIR: copy });
    cpSync(path.join(folder, 'backups'), copy, { recursive: true });
    const base = path.join(
      copy,
      'base',
      readdirSync(path.join(copy, 'base'))
        .filter((name) => name.endsWith('.base'))
        .toSorted()
        .at(-1) ?? '',
    );
    const sealed = readFileSync(base);
    writeFileSync(base, Buffer.from(sealed.map((byte, at) => (at === 100_000 ? byte ^ 1 : byte))));
    const damaged = await restoreCopy();
    expect([damaged.code, damaged.text]).toEqual([1, expect.stringContaining('was changed or cut off')]);
    writeFileSync(base, sealed);
    const last: string = JSON.parse(readFileSync(base.replace(/base$/, 'json'), 'utf8')).lastWal;
    rmSync(path.join(copy, 'wal', last));
    const gone = await restoreCopy();
    expect([gone.code, gone.text]).toEqual([1, expect.stringContaining(`${last} is missing`)]);
    expect(existsSync(path.join(folder, 'none', 'postgres'))).toBe(false);
  });
});
