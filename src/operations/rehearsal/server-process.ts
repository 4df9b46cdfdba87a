import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../infrastructure/paths';

interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of its log at the level of errors, oldest first. */
  readonly errors: readonly string[];
  stop(): Promise<void>;
}

interface ProcessOptions {
  readonly execArgv?: readonly string[];
  /** Whether Ctrl-C does not reach it: whoever started it stops it, after those who are in it. */
  readonly alone?: boolean;
}

/** Level of errors in the log (pino). */
const ERROR_LEVEL = 50;

/** Starts the server as `npm start` does, on a free port, in an environment of its own: nothing of ours reaches it. */
export async function startServerProcess(
  env: Readonly<Record<string, string>>,
  { execArgv = [], alone = false }: ProcessOptions = {},
): Promise<ServerProcess> {
  const child = fork(path.join(projectRoot, 'dist/src/server.js'), [], {
    execArgv: [...listStartFlags(), ...execArgv],
    env: { NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'warn', ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: alone,
  });
  const errors: string[] = [];
  collectErrors(child, errors);
  return { url: await findAddress(child), child, errors, stop: () => stop(child) };
}

/** What `npm start` gives node beside the program. */
function listStartFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const flags = /node ((?:--\S+ )*)dist\/src\/server\.js/.exec(scripts.start)?.[1] ?? '';
  return flags.split(' ').filter(Boolean);
}

function collectErrors(child: ChildProcess, errors: string[]): void {
  let rest = '';
  child.stdout?.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const level = Number(/^\{"level":(\d+)/.exec(line)?.[1] ?? 0);
      if (level >= ERROR_LEVEL) errors.push(line);
    }
  });
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

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
