import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataDirectory } from './data-directory';
import { findServedDirectory } from './database';
import { findServerProcess, type ServerProcess } from './pid-file';
import { isProcessRunning } from './process-identity';
import { launchServer, stopServer } from './server-process';
import type { ServerPrograms } from './server-programs';
import type { ServerRecord } from './server-record';

/** What is needed to run the server of one data folder. */
export interface Installation {
  readonly programs: ServerPrograms;
  readonly directory: DataDirectory;
  readonly logFile: string;
  /** Settings that this installation has beside everybody's. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Recovery after a crash replays at most max_wal_size, seconds even on a slow disk. */
const MAX_RECOVERY_MS = 5 * 60_000;
const MAX_LAUNCHES = 30;
const AUTHENTICATION_FAILED = new Set(['28P01', '28000']);

/**
 * Starts the server and waits until it accepts connections, crash recovery included. A port that was taken
 * meanwhile, or the last processes of a killed server, make it try again.
 * @param port wanted port; null chooses a free one
 * @param meanwhile done while the server comes up
 * @throws with the end of the server's log.
 */
export async function startServer(
  installation: Installation,
  record: ServerRecord,
  port: number | null,
  meanwhile: () => void = () => undefined,
): Promise<ServerProcess> {
  const { programs, directory, logFile, settings } = installation;
  for (let launch = 1; ; launch += 1) {
    const server = await launchServer(programs, directory, port ?? (await findFreePort()), logFile, settings);
    meanwhile();
    try {
      await waitForServer(directory, server, record);
      return server;
    } catch (error) {
      if (isProcessRunning(server.pid)) {
        await stopServer(programs, directory, server);
        throw error;
      }
      const end = await readLogEnd(logFile);
      const passing = /could not bind|still in use/.test(end);
      if (!passing || launch === MAX_LAUNCHES) throw new Error(`The database server does not start:\n${end}`);
      await sleep(1_000);
    }
  }
}

/**
 * Finds the server that runs on the directory and waits until it accepts connections.
 * @returns null when none runs
 */
export async function findServer(
  installation: Installation,
  record: ServerRecord,
): Promise<ServerProcess | null> {
  const server = await findServerProcess(installation.directory.path);
  if (server === null) return null;
  try {
    await waitForServer(installation.directory, server, record);
    return server;
  } catch (error) {
    // It may have been shutting down.
    if (!isProcessRunning(server.pid)) return null;
    throw error;
  }
}

async function waitForServer(
  directory: DataDirectory,
  server: ServerProcess,
  record: ServerRecord,
): Promise<void> {
  const deadline = Date.now() + MAX_RECOVERY_MS;
  for (;;) {
    const answer = await findServedDirectory(server.port, record).catch((error: Error) => error);
    if (answer === directory.path) return;
    if (typeof answer === 'string') throw new Error(`Port ${server.port} is the server of ${answer}`);
    if (AUTHENTICATION_FAILED.has((answer as { code?: string }).code ?? '')) {
      throw new Error(
        `The passwords in postgres.json do not open the server of ${directory.path}. Stop process ` +
          `${server.pid} and remove postgres.json: new passwords are then set.`,
      );
    }
    if (!isProcessRunning(server.pid) || Date.now() > deadline) throw answer;
    await sleep(25);
  }
}

async function readLogEnd(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
