import { chmod, chown, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DataDirectory } from './data-directory';
import { overwriteFile } from './overwrite-file';
import { clearStalePidFile } from './pid-file';
import { runProgram } from './run-program';
import type { ServerPrograms } from './server-programs';

/** The superuser; only this folder signs in with it. */
export const SUPERVISOR = 'supervisor';

const access = 'host all all 127.0.0.1/32 scram-sha-256\n';

/**
 * Creates the server's files: UTF8, locale C (ICU collations beside it), checksums, passwords asked for every
 * connection. What an interrupted attempt left is removed first; the directory appears whole or not at all.
 */
export async function initialiseCluster(
  programs: ServerPrograms,
  directory: DataDirectory,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  const unfinished = `${directory.path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await chmod(unfinished, 0o700);
  if (directory.account !== null) await chown(unfinished, directory.account.uid, directory.account.gid);
  const made = runProgram(directory.account, programs.initdb, [
    ...['-D', unfinished, '-U', SUPERVISOR, '--auth=trust', '--encoding=UTF8', '--locale=C'],
    ...['--data-checksums', '--no-instructions'],
  ]);
  meanwhile();
  await made;
  await overwriteFile(path.join(unfinished, 'pg_hba.conf'), access);
  await rename(unfinished, directory.path);
}

/** Sets the superuser's password on a stopped server, through single-user mode. */
export async function setSupervisorPassword(
  programs: ServerPrograms,
  directory: DataDirectory,
  password: string,
): Promise<void> {
  await clearStalePidFile(directory.path);
  await runProgram(
    directory.account,
    programs.postgres,
    ['--single', '-D', directory.path, '-c', 'log_min_messages=error', 'postgres'],
    `ALTER ROLE ${SUPERVISOR} PASSWORD '${password}'\n`,
  );
}
