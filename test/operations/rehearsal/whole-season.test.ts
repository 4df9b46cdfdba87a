import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** As an operator types it, with an embedded database of its own. */
const long = process.env.LONG === '1' ? describe : describe.skip;
const program = path.resolve(__dirname, '../../../dist/src/cli/zhiyuan.js');

/** A season of five minutes, on a machine that has much else to do. */
const SEASON_MS = 900_000;

long('zhiyuan rehearse', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-whole-season-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [program, 'rehearse', ...args], {
      env: { PATH: process.env.PATH, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it.each(['henan-2021', 'henan-2026', 'shandong-2026'])(
    'finds nothing wrong in a season of %s',
    async (pack) => {
      const out = path.join(folder, `${pack}.md`);
      const child = start(['--candidates', '60', '--minutes', '5', '--pack', pack, '--out', out]);
      const [code] = await once(child, 'exit');
      const report = readFileSync(out, 'utf8');
      expect([code, report]).toEqual([0, expect.stringContaining('**Nothing went wrong.**')]);
      expect(readdirSync(folder).filter((name) => name.startsWith('zhiyuan-rehearsal-'))).toEqual([]);
    },
    SEASON_MS,
  );

  it('stops at Ctrl-C, and leaves neither server, database nor folder', async () => {
    const child = start(['--candidates', '60', '--minutes', '5']);
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk) => {
        if (/file and save/.test(String(chunk))) resolve();
      });
    });
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect(readdirSync(folder).filter((name) => name.startsWith('zhiyuan-rehearsal-'))).toEqual([]);
  });
});
