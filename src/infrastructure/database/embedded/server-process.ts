import { spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import type { DataDirectory } from './data-directory';
import { giveToOwner } from './give-to-owner';
import { clearStalePidFile, type ServerProcess } from './pid-file';
import { programEnvironment, runProgram } from './run-program';
import type { ServerPrograms } from './server-programs';
import { listServerSettings } from './server-settings';
import { stopProcess } from './stop-process';

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/**
 * Starts the server in a process group of its own, so that a Ctrl-C in the terminal does not end it before the
 * application has drained.
 */
export async function launchServer(
  programs: ServerPrograms,
  directory: DataDirectory,
  port: number,
  logFile: string,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  await clearStalePidFile(directory.path);
  await rotateLog(logFile);
  const output = await open(logFile, 'a', 0o600);
  try {
    await giveToOwner(logFile);
    const child = spawn(programs.postgres, ['-D', directory.path, ...listServerSettings(port, settings)], {
      ...programEnvironment,
      ...directory.account,
      cwd: directory.path,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return { pid: child.pid ?? 0, port };
  } finally {
    await output.close();
  }
}

/**
 * Stops the server: a fast shutdown (open transactions are rolled back), and after 20 seconds an immediate one,
 * from which the next start recovers.
 */
export async function stopServer(
  programs: ServerPrograms,
  directory: DataDirectory,
  server: ServerProcess,
): Promise<void> {
  if (process.platform === 'win32') {
    await runProgram(null, programs.pgCtl, ['stop', '-D', directory.path, '-m', 'fast', '-w', '-t', '20']);
    return;
  }
  await stopProcess(server.pid);
}

async function rotateLog(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null && found.size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
}
