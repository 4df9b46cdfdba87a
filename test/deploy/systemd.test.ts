import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const root = path.resolve(__dirname, '../..');
const folder = path.join(root, 'deploy/systemd');
const units = readdirSync(folder);
const read = (unit: string) => readFileSync(path.join(folder, unit), 'utf8');
const withSystemd = spawnSync('systemd-analyze', ['--version']).status === 0 ? it : it.skip;

/** The words by which a unit starts its program, with this machine's node. */
function wordsOf(unit: string): string[] {
  const [, line = ''] = /^ExecStart=(.+)$/m.exec(read(unit)) ?? [];
  return line.replace('/usr/bin/node', process.execPath).split(' ');
}

describe('deploy/systemd', () => {
  let folderOfTest: string;
  beforeAll(() => {
    folderOfTest = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-systemd-'));
    // The database of a check runs under another account where this one is root.
    chmodSync(folderOfTest, 0o711);
  });
  afterAll(() => rmSync(folderOfTest, { recursive: true, force: true }));

  withSystemd('is understood by systemd (needs systemd-analyze)', () => {
    const copies = units.map((unit) => {
      const copy = path.join(folderOfTest, unit);
      writeFileSync(copy, read(unit).replaceAll('/usr/bin/node', process.execPath));
      return copy;
    });
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...copies], {
      encoding: 'utf8',
    });
    // Of this machine's own units it may say more.
    const own = stderr.split('\n').filter((line) => line.includes('zhiyuan'));
    expect([status, own]).toEqual([0, []]);
    const [, calendar = ''] = /^OnCalendar=(.+)$/m.exec(read('zhiyuan-restore-check.timer')) ?? [];
    const next = spawnSync('systemd-analyze', ['calendar', calendar], { encoding: 'utf8' });
    expect(next.stdout).toMatch(/\(in UTC\): .* 21:30:00 UTC|Next elapse: .* 21:30:00 UTC/);
  });

  it('names units that there are, and a unit that tells of each failure', () => {
    for (const unit of units) {
      const named = [...read(unit).matchAll(/\b(zhiyuan[a-z@-]*(?:%n)?\.(?:service|socket|timer))\b/g)];
      for (const [, name = ''] of named) expect(units).toContain(name.replace('%n', ''));
      if (unit.endsWith('.timer')) expect(units).toContain(unit.replace('.timer', '.service'));
    }
    const services = units.filter((unit) => unit.endsWith('.service') && !unit.includes('@'));
    for (const unit of services) expect(read(unit)).toContain('OnFailure=zhiyuan-alarm@%n.service');
    // A core would hold keys and people in clear.
    expect(read('zhiyuan.service')).toContain('LimitCORE=0');
  });

  describe('by its words', () => {
    let database: TestDatabase | null = null;
    afterAll(() => database?.drop());

    function witness(platform: string): Promise<number | null> {
      const [command = '', ...words] = wordsOf('zhiyuan-witness.service').map((word) =>
        word
          // biome-ignore lint/suspicious/noTemplateCurlyInString: as systemd fills it in
          .replace('${PLATFORM}', platform)
          .replace('/var/lib/zhiyuan-witness', mkdtempSync(path.join(folderOfTest, 'witness-'))),
      );
      const child = spawn(command, words, { cwd: root, env: { PATH: process.env.PATH }, stdio: 'ignore' });
      return new Promise((resolve) => child.once('exit', resolve));
    }

    const activates = spawnSync('systemd-socket-activate', ['--version']).status === 0;
    const activate = process.env.LONG && activates ? it : it.skip;
    activate(
      'serves at the socket that systemd opened, and is looked at by a witness (LONG, systemd-socket-activate)',
      async () => {
        const [, port = ''] = /^ListenStream=127\.0\.0\.1:(\d+)$/m.exec(read('zhiyuan.socket')) ?? [];
        expect(port).toBe('3000');
        database = await createTestDatabase({ demo: true });
        const address = '127.89.8.1:3000';
        const variables = { DATABASE_URL: database.url, DATA_DIR: folderOfTest, WEB_CONCURRENCY: '1' };
        const given = Object.entries(variables).flatMap(([name, value]) => ['-E', `${name}=${value}`]);
        const child = spawn(
          'systemd-socket-activate',
          ['-l', address, ...given, ...wordsOf('zhiyuan.service')],
          {
            cwd: root,
            stdio: 'ignore',
          },
        );
        const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
        // The socket opens with the supervisor, and whoever connects waits for the program.
        let page: Response | null = null;
        for (let tries = 0; tries < 100 && page === null; tries += 1) {
          page = await fetch(`http://${address}/readyz`).catch(() => null);
          if (page === null) await new Promise((resolve) => setTimeout(resolve, 100));
        }
        expect(await page?.text()).toContain('ready');
        // 3 would be a ledger that went back, 1 one that shows nothing.
        expect(await Promise.all([witness(`http://${address}`), witness('http://127.0.0.1:9')])).toEqual([
          0, 1,
        ]);
        child.kill('SIGTERM');
        expect(await ended).toBe(0);
      },
    );

    it('checks backups, and fails where there are none', () => {
      const [command = '', ...words] = wordsOf('zhiyuan-restore-check.service');
      const { status, stdout } = spawnSync(command, words, {
        cwd: root,
        env: {
          PATH: process.env.PATH,
          LANG: 'C',
          DATA_DIR: path.join(folderOfTest, 'data'),
          BACKUP_DIR: path.join(folderOfTest, 'backups'),
        },
        encoding: 'utf8',
      });
      expect([status, stdout]).toEqual([1, expect.stringContaining('restore: ')]);
    });
  });
});
