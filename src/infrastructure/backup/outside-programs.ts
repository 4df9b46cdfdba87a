import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { BackupFault } from './backup-fault';

/** An outside server as its programs reach it: those of another version would not. */
export interface OutsideServer {
  /** As a role that replicates. */
  readonly url: string;
  /** Folder of the programs. */
  readonly programs: string;
}

type ProgramName = 'pg_basebackup' | 'pg_receivewal' | 'postgres' | 'pg_controldata';

/** Finds the programs of a server's major version. @throws BackupFault noPrograms */
export async function findPrograms(
  major: number,
  given: string | null,
  needed: readonly ProgramName[],
): Promise<string> {
  // Debian's and Red Hat's.
  const folders = given === null ? [`/usr/lib/postgresql/${major}/bin`, `/usr/pgsql-${major}/bin`] : [given];
  for (const folder of folders) {
    const found = needed.map((name) => access(path.join(folder, name), constants.X_OK));
    if ((await Promise.allSettled(found)).every(({ status }) => status === 'fulfilled')) return folder;
  }
  throw new BackupFault('noPrograms', `PostgreSQL ${major} (${needed.join(', ')}: ${folders.join(', ')})`);
}

/** Starts a program that connects to the server; the password is seen by nobody who lists processes. */
export function startProgram(
  { url, programs }: OutsideServer,
  name: ProgramName,
  args: readonly string[],
): ChildProcess {
  const place = new URL(url);
  const password = decodeURIComponent(place.password);
  place.password = '';
  return spawn(path.join(programs, name), [...args, '--no-password', `--dbname=${place.href}`], {
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', PGPASSWORD: password },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for the end of a program. @returns what it said @throws BackupFault notCopied with the end of that */
export async function untilDone(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (text) => {
    said = `${said}${text}`.slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new BackupFault('notCopied', said.trim().split('\n').slice(-4).join('\n'));
  return said;
}
