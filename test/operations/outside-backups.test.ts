import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { segmentOf } from '../../src/infrastructure/backup/take-outside-base';
import { type Server, serveFolder, startServer } from '../container/engine-programs';
import { findFreePort } from './restart-parts';

jest.setTimeout(240_000);

const root = path.resolve(__dirname, '../..');
const BIN = '/usr/lib/postgresql/15/bin';
const NOBODY = 65_534;
const long = process.env.LONG && existsSync(`${BIN}/pg_receivewal`) ? describe : describe.skip;

it.each([
  [1, '0/2000028', 0n, '000000010000000000000002'],
  [1, '0/3000000', 1n, '000000010000000000000002'],
  [2, '1A/FF000100', 0n, '000000020000001A000000FF'],
  [1, '1/0', 1n, '0000000100000000000000FF'],
])('time line %i, place %s less %i lies in %s', (line, place, before, segment) => {
  expect(segmentOf(line, place, before)).toBe(segment);
});

long('backups of an outside server (LONG; needs postgresql-15 of Debian)', () => {
  let folder: string;
  let server: Server;
  let follower: ChildProcess | null = null;
  let between = '';

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "zhiyuan out%s'ide-"));
    chmodSync(folder, 0o755);
    // Restored files belong to the owner of the folder above them.
    mkdirSync(path.join(folder, 'restored'));
    if (process.getuid?.() === 0) chownSync(path.join(folder, 'restored'), NOBODY, NOBODY);
    server = await startServer(BIN, await findFreePort(), ['-c', 'archive_timeout=5s']);
    await server.createDatabase('zhiyuan');
    await server.ask("create role zhiyuan_backup login replication password 'secret'");
    expect(await zhiyuan(['roles'])).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await stopFollower();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const envOf = (more: Readonly<Record<string, string>> = {}) => {
    const place = `127.0.0.1:${server.port}/zhiyuan`;
    return {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      DATABASE_URL: `postgres://zhiyuan_app:none@${place}`,
      DATABASE_OWNER_URL: `postgres://zhiyuan_owner:none@${place}`,
      DATABASE_BACKUP_URL: `postgres://zhiyuan_backup:secret@${place}`,
      BACKUP_DIR: path.join(folder, 'backups'),
      DATA_DIR: path.join(folder, 'data'),
      LOG_LEVEL: 'info',
      ...more,
    };
  };
  const words = (args: readonly string[]) => [path.join(root, 'dist/src/cli/zhiyuan.js'), ...args];
  async function zhiyuan(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, words(args), {
      env: envOf(more),
      encoding: 'utf8',
    });
    return { code: status, text: stdout + stderr };
  }
  const into = (name: string) => path.join(folder, 'restored', name);
  const turn = (name: string) => zhiyuan(['switch', 'set', name, 'on', '--reason', 'test']);
  const copies = () =>
    readdirSync(path.join(folder, 'backups', 'base')).filter((name) => name.endsWith('.json')).length;
  const baseFiles = () => readdirSync(path.join(folder, 'backups', 'base'), { encoding: 'utf8' });

  async function startFollower(): Promise<void> {
    const child = spawn(process.execPath, words(['backup', '--follow']), { env: envOf(), stdio: 'pipe' });
    follower = child;
  }
  async function stopFollower(): Promise<number | null> {
    const child = follower;
    follower = null;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    return code;
  }
  /** Which switches are on in files that were restored, as a server on them says. */
  async function switchesIn(name: string): Promise<readonly string[]> {
    const restored = await serveFolder(BIN, into(name), await findFreePort());
    try {
      const rows = await restored.ask('select name from switches where is_on order by name', 'zhiyuan');
      return rows.map((row) => String(row.name));
    } finally {
      await restored.stop();
    }
  }

  it('are asked for by a role that replicates', async () => {
    const { code, text } = await zhiyuan(['backup'], { DATABASE_BACKUP_URL: '' });
    expect([code, text]).toEqual([2, expect.stringContaining('DATABASE_BACKUP_URL')]);
    const other = await zhiyuan(['backup'], { POSTGRES_BIN: '/nowhere' });
    expect([other.code, other.text]).toEqual([1, expect.stringContaining('POSTGRES_BIN')]);
  });

  it('are made by a service that follows, and by hand beside it, sealed', async () => {
    await startFollower();
    for (let waited = 0; !existsSync(path.join(folder, 'backups', 'base')) || copies() === 0; waited += 1) {
      if (waited > 600) throw new Error('no copy was made');
      await sleep(100);
    }
    const name = baseFiles().find((one) => one.endsWith('.base')) ?? '';
    const sealed = readFileSync(path.join(folder, 'backups', 'base', name), 'latin1');
    expect([sealed.length > 1_000_000, sealed.includes('pg_hba.conf')]).toEqual([true, false]);
    await turn('noSignIns');
    await sleep(1500);
    between = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    await sleep(1500);
    expect(await zhiyuan(['backup'])).toMatchObject({ code: 0 });
    expect(copies()).toBe(2);
  });

  it('go on where they were, when the service was away', async () => {
    expect(await stopFollower()).toBe(0);
    await turn('readOnly');
    await server.ask('select pg_switch_wal()');
    await startFollower();
    // By hand: closes what is written now.
    expect(await zhiyuan(['backup'])).toMatchObject({ code: 0 });
    expect(await stopFollower()).toBe(0);
    // Nobody follows: the WAL of the copy is received meanwhile.
    expect(await zhiyuan(['backup'])).toMatchObject({ code: 0 });
    expect(copies()).toBe(4);
  });

  it('come back as they were at an instant or at the end, verified, with saves stopped', async () => {
    for (const [name, more] of [
      ['then', ['--to', between]],
      ['end', []],
    ] as const) {
      const { code, text } = await zhiyuan(['restore', '--into', into(name), ...more]);
      expect([code, text]).toEqual([0, expect.stringContaining('all is right')]);
      expect(text).toContain('the files are in');
    }
    expect(await switchesIn('then')).toEqual(['noSignIns', 'stopSaves']);
    expect(await switchesIn('end')).toEqual(['noSignIns', 'readOnly', 'stopSaves']);
    const data = path.join(folder, 'data');
    if (process.getuid?.() === 0) chownSync(data, NOBODY, NOBODY);
    expect(await zhiyuan(['restore', '--check'])).toMatchObject({ code: 0 });
    expect(readdirSync(data)).not.toContain('restore-check');
    expect(
      readdirSync(path.join(folder, 'restored')).filter((one) => /unfinished|replayed/.test(one)),
    ).toEqual([]);
  });

  it('are not laid over a server that runs, nor where --into is missing', async () => {
    const running = await zhiyuan(['restore', '--into', server.folder]);
    expect([running.code, running.text]).toEqual([1, expect.stringContaining('is not written over')]);
    expect(await zhiyuan(['restore'])).toMatchObject({ code: 2 });
  });

  it('say what is wrong, and leave nothing: another key, a turned bit', async () => {
    const restore = (more: Readonly<Record<string, string>>) =>
      zhiyuan(['restore', '--into', into('none')], more);
    const wrong = await restore({ DATA_KEY: 'ab'.repeat(32) });
    expect([wrong.code, wrong.text]).toEqual([1, expect.stringContaining('another DATA_KEY')]);
    const copy = path.join(folder, 'copy');
    cpSync(path.join(folder, 'backups'), copy, { recursive: true });
    const last =
      readdirSync(path.join(copy, 'base'))
        .filter((name) => name.endsWith('.base'))
        .toSorted()
        .at(-1) ?? '';
    const base = path.join(copy, 'base', last);
    writeFileSync(
      base,
      readFileSync(base).map((byte, at) => (at === 100_000 ? byte ^ 1 : byte)),
    );
    const damaged = await restore({ BACKUP_DIR: copy });
    expect([damaged.code, damaged.text]).toEqual([1, expect.stringContaining('was changed or cut off')]);
    expect(readdirSync(path.join(folder, 'restored')).filter((one) => one.startsWith('none'))).toEqual(
      ['none.restore.log'].filter((name) => existsSync(path.join(folder, 'restored', name))),
    );
  });

  it('leave nothing of a copy that is stopped, and the next one is whole', async () => {
    const before = baseFiles();
    const child = spawn(process.execPath, words(['backup']), { env: envOf(), stdio: 'pipe' });
    while (!baseFiles().some((name) => name.startsWith('.'))) await sleep(5);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect(baseFiles()).toEqual(before);
    expect(await zhiyuan(['backup'])).toMatchObject({ code: 0 });
  });

  const confined = spawnSync('bwrap', ['--ro-bind', '/', '/', 'true']).status === 0 ? it : it.skip;
  confined('say that the disk is full, and leave nothing (needs bubblewrap)', () => {
    const place = '/tmp/full';
    const listed = execFileSync(
      'bwrap',
      [
        ...['--dev-bind', '/', '/', '--size', '3000000', '--tmpfs', '/mnt', '--'],
        ...[
          'sh',
          '-c',
          '"$@"; echo "code $?"; find /mnt -type f',
          'sh',
          process.execPath,
          ...words(['backup']),
        ],
      ],
      { env: envOf({ BACKUP_DIR: '/mnt/backups' }), encoding: 'utf8' },
    );
    expect(listed).toContain('the disk is full: make room and try again');
    expect(listed).toContain('code 1');
    expect(listed).not.toMatch(/\/mnt\/backups\/base/);
    expect(existsSync(place)).toBe(false);
  });
});
