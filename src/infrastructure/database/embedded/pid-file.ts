import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { overwriteFile } from './overwrite-file';
import { isServerOf } from './process-identity';

/** A running server. */
export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
}

/** Finds the server that runs on the directory, by its postmaster.pid; readiness is not looked at. */
export async function findServerProcess(directory: string): Promise<ServerProcess | null> {
  const found = await readPidFile(directory);
  if (found === null || found.port === null) return null;
  return isServerOf(found.pid, directory) === false ? null : { pid: found.pid, port: found.port };
}

/**
 * Gives a stale postmaster.pid, whose process is gone, a zombie or another program by now, the number of this
 * process. The server takes its parent's number for a stale one, and still looks whether an old server's memory
 * is in use; removing the file would remove that guard.
 */
export async function clearStalePidFile(directory: string): Promise<void> {
  const found = await readPidFile(directory);
  if (found === null || isServerOf(found.pid, directory) !== false) return;
  const [, ...rest] = found.contents.split('\n');
  await overwriteFile(path.join(directory, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
}

async function readPidFile(
  directory: string,
): Promise<{ pid: number; port: number | null; contents: string } | null> {
  const contents = await readFile(path.join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = contents.split('\n').map((line) => Number.parseInt(line, 10));
  // The single-user mode writes its number negative; it ends by itself.
  if (pid === undefined || !(pid > 0)) return null;
  return { pid, port: port !== undefined && port > 0 ? port : null, contents };
}
