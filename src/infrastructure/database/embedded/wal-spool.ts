import { chown, mkdir } from 'node:fs/promises';
import type { DataDirectory } from './data-directory';

/** Where the embedded server leaves WAL that is to be kept: beside its files, on its disk. */
export const spoolOf = (directory: Pick<DataDirectory, 'path'>) => `${directory.path}.wal`;

/** Makes the folder, of the server's account alone. */
export async function makeSpool({ path: directory, account }: DataDirectory): Promise<string> {
  const spool = spoolOf({ path: directory });
  await mkdir(spool, { recursive: true, mode: 0o700 });
  if (account !== null) await chown(spool, account.uid, account.gid);
  return spool;
}

/**
 * What the server runs for each segment: whole and on the disk under its name, or again later. A segment that was
 * brought there before a crash is the same and stays.
 */
export function describeArchiving(spool: string): Readonly<Record<string, string>> {
  const folder = `'${spool.replaceAll('%', '%%').replaceAll("'", "'\\''")}'`;
  const [whole, unfinished] = [`${folder}/%f`, `${folder}/.%f`];
  return {
    archive_mode: 'on',
    archive_timeout: '60s',
    archive_command: `if test -f ${whole}; then cmp -s '%p' ${whole}; else cp '%p' ${unfinished} && sync ${unfinished} && mv ${unfinished} ${whole}; fi`,
  };
}
