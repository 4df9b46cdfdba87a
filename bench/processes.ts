import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../src/infrastructure/paths';
import type { BcryptOrder, FloorOrders, FloorPorts } from './floor';
import type { RecordedStatement } from './recording';

const compiled = path.resolve(__dirname, '..');

export interface RunningApp {
  readonly url: string;
  readonly pid: number;
  /** What `work` makes the application send to PostgreSQL; only where it was started with the recorder. */
  record(work: () => Promise<void>): Promise<readonly RecordedStatement[]>;
  stop(): Promise<void>;
}

/** Starts the server as `npm start` does, on a free port, with its usual pool of ten. */
export async function startApp(
  databaseUrl: string,
  options: { recorded: boolean; env?: Readonly<Record<string, string>> },
): Promise<RunningApp> {
  const recorder = ['--require', path.join(compiled, 'bench/record-statements.js')];
  const child = fork(path.join(compiled, 'src/server.js'), [], {
    execArgv: [...listStartFlags(), ...(options.recorded ? recorder : [])],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LOG_LEVEL: 'warn',
      // What is measured is not to be kept waiting, nor refused.
      SIGN_IN_RATE: '100000',
      SIGN_IN_MOST: '10000000',
      SHED_LOAD_MS: '0',
      ...options.env,
    },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await findAddress(child);
  return {
    url,
    pid: child.pid ?? 0,
    async record(work) {
      child.send('record');
      await work();
      child.send('report');
      const [report] = (await once(child, 'message')) as [{ statements: RecordedStatement[] }];
      return report.statements;
    },
    stop: () => stop(child),
  };
}

/** What `npm start` gives node beside the program. */
function listStartFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const flags = /node ((?:--\S+ )*)dist\/src\/server\.js/.exec(scripts.start)?.[1] ?? '';
  return flags.split(' ').filter(Boolean);
}

/** The address that the server announces on its terminal. */
function findAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const port = /is at http:\/\/[^\s/]+:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}

export interface RunningFloor {
  open(orders: FloorOrders): Promise<FloorPorts>;
  compare(order: BcryptOrder): Promise<void>;
  stop(): Promise<void>;
}

export function startFloor(): RunningFloor {
  const child = fork(path.join(compiled, 'bench/floor.js'), [], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    serialization: 'advanced',
  });
  async function ask<T>(order: object): Promise<T> {
    child.send(order);
    const [reply] = (await once(child, 'message')) as [{ done: T; failed?: string }];
    if (reply.failed !== undefined) throw new Error(reply.failed);
    return reply.done;
  }
  return {
    open: (orders) => ask<FloorPorts>({ open: orders }),
    compare: (order) => ask<void>({ compare: order }),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
