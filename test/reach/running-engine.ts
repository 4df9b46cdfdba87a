import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineWindow, openEngineWindow, type WindowOptions } from './engine-window';
import { openWire } from './wire';

export interface RunningEngine {
  readonly version: string;
  /** The engine's one window, with these cookies alone. */
  open(options: WindowOptions): Promise<EngineWindow>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 20_000;

/** Starts an engine and speaks its own protocol to it: old ones know no driver of today. */
export async function startEngine(program: string, flags: readonly string[]): Promise<RunningEngine> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-engine-'));
  const child = spawn(
    program,
    [
      ...flags,
      '--no-sandbox',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--window-size=1024,768',
      'about:blank',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      env: { ...process.env, LD_LIBRARY_PATH: path.join(path.dirname(program), 'lib') },
    },
  );
  const address = await readAddress(child);
  const { host } = new URL(address);
  const version = (await (await fetch(`http://${host}/json/version`)).json()) as { Browser: string };
  return {
    version: version.Browser.replace(/^Headless/, ''),
    async open(options) {
      const targets = (await (await fetch(`http://${host}/json/list`)).json()) as {
        type: string;
        webSocketDebuggerUrl: string;
      }[];
      const page = targets.find(({ type }) => type === 'page');
      return openEngineWindow(await openWire(page?.webSocketDebuggerUrl ?? ''), options);
    },
    async stop() {
      const ended = once(child, 'exit');
      // All of it: Debian's program is started by a script.
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
      // Its own processes end behind it.
      await sleep(700);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`it does not start: ${said}`)), PATIENCE_MS);
    child.stderr?.on('data', (text) => {
      said = `${said}${text}`.slice(-4000);
      const found = /DevTools listening on (\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
    child.once('exit', () => reject(new Error(`it ended: ${said}`)));
  });
}
