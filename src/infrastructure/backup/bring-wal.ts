import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { BackupFault } from './backup-fault';
import { isWal, walFolder } from './backup-folder';
import type { BackupKeys } from './backup-keys';
import { readSealedFile, writeSealedFile } from './sealed-file';

/** Segments that wait in the spool, oldest first. */
export async function listSpooled(spool: string): Promise<readonly string[]> {
  const names = await readdir(spool).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter(isWal).toSorted();
}

/**
 * Brings what waits in the spool to the backups, sealed, one after the other; what was brought goes from the spool.
 * Stopped anywhere, it goes on there the next time.
 * @returns how many came
 * @throws BackupFault otherWal where another database has written there
 */
export async function bringWal(
  spool: string,
  folder: string,
  keys: BackupKeys,
  goOn: () => boolean = () => true,
): Promise<number> {
  let brought = 0;
  for (const name of await listSpooled(spool)) {
    if (!goOn()) break;
    const file = path.join(spool, name);
    if (!(await isKept(folder, name, keys, file)))
      await writeSealedFile(walFolder(folder), name, keys, createReadStream(file));
    await rm(file, { force: true });
    brought += 1;
  }
  return brought;
}

/** Whether it was brought before. @throws BackupFault otherWal */
async function isKept(folder: string, name: string, keys: BackupKeys, file: string): Promise<boolean> {
  const kept = await readdir(walFolder(folder)).then((names) => names.includes(name));
  if (!kept) return false;
  const [there, here] = [readSealedFile(walFolder(folder), name, keys), createReadStream(file)];
  if (!(await hashOf(there)).equals(await hashOf(here)))
    throw new BackupFault('otherWal', path.join(walFolder(folder), name));
  return true;
}

async function hashOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of source) hash.update(chunk);
  return hash.digest();
}
