import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../../src/infrastructure/paths';
import { listMissingForDjango, listMissingForPhp, startDjango, startPhp } from './debian';

export interface RunningPeer {
  readonly url: string;
  /** How many of what, for the table. */
  readonly processes: string;
  /** Its processes are these and what they started. */
  readonly roots: readonly number[];
  stop(): Promise<void>;
}

export type PeerName = 'floor' | 'Express' | 'PHP' | 'Django';

/** The application as one process, and as it is deployed: a process a core. */
export type ApplicationName = 'Zhiyuan' | 'Zhiyuan, all cores';

interface PeerKind {
  readonly name: PeerName;
  /** Debian's packages that it needs and this machine has not. */
  listMissing(): readonly string[];
  start(databaseUrl: string): Promise<RunningPeer>;
}

export const peerKinds: readonly PeerKind[] = [
  { name: 'floor', listMissing: () => [], start: (url) => startNode('floor', url) },
  { name: 'Express', listMissing: () => [], start: (url) => startNode('express', url) },
  { name: 'PHP', listMissing: listMissingForPhp, start: startPhp },
  { name: 'Django', listMissing: listMissingForDjango, start: startDjango },
];

/** Starts a peer on the schema `peer` of a database. */
export function startPeer({ start }: PeerKind, databaseUrl: string): Promise<RunningPeer> {
  const url = new URL(databaseUrl);
  url.search = '?options=-c%20search_path%3Dpeer';
  return start(url.href);
}

async function startNode(name: string, databaseUrl: string): Promise<RunningPeer> {
  const child = fork(path.join(projectRoot, `dist/bench/peers/${name}.js`), [], {
    execArgv: [],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: databaseUrl },
  });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => [null]),
  ])) as [{ port: number } | null];
  if (message === null) throw new Error(`${name} did not start`);
  return {
    url: `http://127.0.0.1:${message.port}`,
    processes: '1 node',
    roots: [child.pid ?? 0],
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
