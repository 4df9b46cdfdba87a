import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../src/infrastructure/paths';
import { startServerProcess } from '../src/operations/rehearsal/server-process';
import type { BcryptOrder, FloorOrders, FloorPorts } from './floor';
import type { RecordedStatement } from './recording';

/** Child processes are always of the build, whoever asks: jest reads the sources. */
const compiled = path.join(projectRoot, 'dist');

export interface RunningApp {
  readonly url: string;
  readonly pid: number;
  /** What `work` makes the application send to PostgreSQL; only where it was started with the recorder. */
  record(work: () => Promise<void>): Promise<readonly RecordedStatement[]>;
  stop(): Promise<void>;
}

/** Starts the server as `npm start` does, on a free port, with its usual pool. */
export async function startApp(
  databaseUrl: string,
  options: { recorded: boolean; env?: Readonly<Record<string, string>> },
): Promise<RunningApp> {
  const recorder = ['--require', path.join(compiled, 'bench/record-statements.js')];
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    // What is measured is not to be kept waiting, nor refused.
    SIGN_IN_RATE: '100000',
    SIGN_IN_MOST: '10000000',
    SHED_LOAD_MS: '0',
    ...options.env,
  };
  const {
    url,
    child,
    stop: end,
  } = await startServerProcess(env, {
    execArgv: options.recorded ? recorder : [],
  });
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
    stop: end,
  };
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
