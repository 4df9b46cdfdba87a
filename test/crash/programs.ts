import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Killed, Targets } from './killer';

const root = path.resolve(__dirname, '../..');
/** On a machine that others work at beside. */
const MOST_START_MS = 180_000;
const hook = path.join(root, 'test/support/typescript-hook.cjs');

interface ProgramOptions {
  /** Where the application connects. */
  readonly databaseUrl: string;
  /** Whether the server of that database is the test's own, and may be killed. */
  readonly ownsServer: boolean;
  readonly redis: boolean;
  /** For each process of the application. */
  readonly apps: readonly AppOptions[];
}

/** What a process of the application has beside the usual. */
interface AppOptions {
  /** Loaded before the server; null: nothing. */
  readonly preload: string | null;
  readonly env: Readonly<Record<string, string>>;
}

export const usualApp: AppOptions = { preload: null, env: {} };

/** Processes of the application and what they stand on; whatever dies is started again. */
export interface Programs {
  readonly urls: readonly string[];
  /** Lets a process of its own kill any of them about every so many milliseconds. */
  letKill(seed: number, pauseMs: number, onKill: (name: string) => void): void;
  /** No more is killed, and all that died is there again. */
  calm(): Promise<void>;
  stop(): Promise<void>;
  readLogs(): string;
}

interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether it serves. */
  answers(): Promise<boolean>;
}

/** Starts them all and waits until they serve. */
export async function startPrograms(options: ProgramOptions): Promise<Programs> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-crash-'));
  const redisPort = options.redis ? await findFreePort() : null;
  const ports = await Promise.all(options.apps.map(findFreePort));
  const programs = [
    ...(redisPort === null ? [] : [describeRedis(redisPort, folder)]),
    ...options.apps.map((app, at) =>
      describeApp(`application ${at + 1}`, ports[at] ?? 0, app, { folder, redisPort, ...options }),
    ),
  ];
  const keeper = keepRunning(programs);
  let killer: ChildProcess | null = null;
  let database = options.ownsServer ? await findPostmaster(options.databaseUrl) : 0;
  const tell = () => {
    const targets = { ...keeper.listPids(), ...(options.ownsServer && { database }) };
    if (killer?.connected === true) killer.send({ targets } satisfies Targets);
  };
  keeper.onChange(tell);
  const watch = setInterval(async () => {
    if (database !== 0 || !options.ownsServer) return;
    database = await findPostmaster(options.databaseUrl);
    tell();
  }, 200);
  await keeper.waitForAll().catch(async (error) => {
    clearInterval(watch);
    await keeper.stop();
    throw error;
  });
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    letKill(seed, pauseMs, onKill) {
      killer = fork(path.join(__dirname, 'killer.ts'), [String(seed), String(pauseMs)], {
        execArgv: ['-r', hook],
      });
      killer.on('message', ({ killed }: Killed) => {
        if (killed === 'database') database = 0;
        onKill(killed);
      });
      tell();
    },
    async calm() {
      killer?.disconnect();
      killer = null;
      while (options.ownsServer && database === 0) await sleep(100);
      await keeper.waitForAll();
    },
    async stop() {
      killer?.disconnect();
      clearInterval(watch);
      await keeper.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
    readLogs: keeper.readLogs,
  };
}

function keepRunning(programs: readonly Program[]) {
  const running = new Map<string, ChildProcess>();
  const serving = new Set<string>();
  const logs = new Map<string, string>();
  let ended = false;
  let changed: () => void = () => undefined;

  async function start(program: Program): Promise<void> {
    const { name, command, args, env } = program;
    const child = spawn(command, args, {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (text: Buffer) => logs.set(name, `${logs.get(name) ?? ''}${text}`.slice(-4_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    running.set(name, child);
    child.once('exit', () => {
      serving.delete(name);
      changed();
      // One that finds no database ends by itself.
      if (!ended) setTimeout(() => !ended && void start(program), 200);
    });
    while (!ended && running.get(name) === child && !isGone(child)) {
      if (await program.answers().catch(() => false)) {
        serving.add(name);
        changed();
        return;
      }
      await sleep(50);
    }
  }
  for (const program of programs) void start(program);

  return {
    onChange(listener: () => void) {
      changed = listener;
    },
    /** 0 for those that do not serve. */
    listPids: () =>
      Object.fromEntries(
        programs.map(({ name }) => [name, serving.has(name) ? (running.get(name)?.pid ?? 0) : 0]),
      ),
    async waitForAll() {
      for (let waited = 0; serving.size < programs.length; waited += 50) {
        if (waited > MOST_START_MS) throw new Error(`not all programs serve\n${readLogs()}`);
        await sleep(50);
      }
    },
    async stop() {
      ended = true;
      const ends = [...running.values()]
        .filter((child) => !isGone(child))
        .map((child) => {
          const end = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          return end;
        });
      await Promise.all(ends);
    },
    readLogs,
  };

  function readLogs(): string {
    return [...logs].map(([name, text]) => `== ${name}\n${text.slice(-1_500)}`).join('\n');
  }
}

const isGone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function describeRedis(port: number, folder: string): Program {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return {
    name: 'Redis',
    command: 'redis-server',
    args: [...args, '--dir', folder],
    env: {},
    answers: () =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        });
        socket.once('error', () => resolve(false));
      }),
  };
}

function describeApp(
  name: string,
  port: number,
  { preload, env }: AppOptions,
  place: Pick<ProgramOptions, 'databaseUrl'> & { readonly folder: string; readonly redisPort: number | null },
): Program {
  const { databaseUrl, folder, redisPort } = place;
  const loaded = preload === null ? [] : ['-r', hook, '-r', preload];
  return {
    name,
    command: process.execPath,
    args: [...loaded, 'dist/src/server.js'],
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      TRUSTED_PROXIES: 'loopback',
      SHED_LOAD_MS: '0',
      SIGN_IN_RATE: '100000',
      SIGN_IN_MOST: '10000000',
      ...(redisPort !== null && { REDIS_URL: `redis://127.0.0.1:${redisPort}` }),
      ...env,
    },
    answers: async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok,
  };
}

/** The process that all connections of a server descend from; 0 where it does not answer. */
async function findPostmaster(url: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const status = readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8');
    return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
