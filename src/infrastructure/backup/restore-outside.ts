import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../database/embedded/run-program';
import { chooseServerAccount } from '../database/embedded/server-account';
import { BackupFault } from './backup-fault';
import type { BaseBackup } from './backup-folder';
import { findPrograms } from './outside-programs';
import { type Restored, type RestoreParts, restoreFiles } from './restore-cluster';

interface OutsideRestore extends RestoreParts {
  /** Where the server's files are to be: not there yet, or empty. */
  readonly into: string;
  /** POSTGRES_BIN. */
  readonly programs: string | null;
  /** A role of it that may sign in. */
  readonly role: string;
  finish(place: string, base: BaseBackup): Promise<void>;
}

/** What a server that replays must not have less of than the one that wrote, by pg_controldata's names. */
const NOT_SMALLER: Readonly<Record<string, string>> = {
  max_connections: 'max_connections',
  max_worker_processes: 'max_worker_processes',
  max_wal_senders: 'max_wal_senders',
  max_prepared_xacts: 'max_prepared_transactions',
  max_locks_per_xact: 'max_locks_per_transaction',
};

/**
 * Makes the files of an outside server in a folder, ready to be started by whoever runs servers here. They belong to
 * the owner of the folder above, where this process is root.
 * @throws BackupFault; AbortError when it is stopped
 */
export async function restoreOutside(parts: OutsideRestore): Promise<Restored> {
  const directory = path.resolve(parts.into);
  await requireEmpty(directory);
  const above = path.dirname(directory);
  const account = chooseServerAccount(await findOwner(above));
  await mkdir(above, { recursive: true });
  const restored = await restoreFiles(parts, {
    directory,
    account,
    role: parts.role,
    logFile: path.join(above, `${path.basename(directory)}.restore.log`),
    finish: parts.finish,
    async prepare(files) {
      const major = Number(await readFile(path.join(files, 'PG_VERSION'), 'utf8'));
      const programs = await findPrograms(major, parts.programs, ['postgres', 'pg_controldata']);
      await writeFile(path.join(files, OWN_SETTINGS), '', { mode: 0o644 });
      const told = await runProgram(account, path.join(programs, 'pg_controldata'), ['-D', files]);
      const settings = { config_file: path.join(files, OWN_SETTINGS), ...ALONE, ...readSizes(told) };
      return {
        postgres: path.join(programs, 'postgres'),
        settings: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      };
    },
  });
  await rm(path.join(directory, OWN_SETTINGS), { force: true });
  return restored;
}

/** Those of the server are of another machine: they may name certificates, libraries and standbys that are not here. */
const OWN_SETTINGS = 'zhiyuan-restore.conf';
const ALONE = { shared_preload_libraries: '', primary_conninfo: '', ssl: 'off', logging_collector: 'off' };

function readSizes(told: string): Record<string, string> {
  const found = Object.entries(NOT_SMALLER).map(([name, setting]) => [
    setting,
    new RegExp(`^${name} setting: +(\\d+)$`, 'm').exec(told)?.[1] ?? '',
  ]);
  return Object.fromEntries(found.filter(([, value]) => value !== ''));
}

/** Whose the nearest folder is that is there. */
async function findOwner(folder: string): Promise<{ uid: number; gid: number }> {
  try {
    return await stat(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return findOwner(path.dirname(folder));
  }
}

/** @throws BackupFault occupied: a server may be running on it */
async function requireEmpty(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return;
  if (names.length > 0) throw new BackupFault('occupied', directory);
  await rmdir(directory);
}
