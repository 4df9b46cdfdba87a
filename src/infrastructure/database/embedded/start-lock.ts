import { randomBytes } from 'node:crypto';
import { constants, copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveToOwner } from './give-to-owner';
import { identifyThisProcess, isSameProcessRunning, type ProcessIdentity } from './process-identity';

/** Longer than the longest start that is waited for, a recovery after a crash. */
const MAX_WAIT_MS = 6 * 60_000;
const EMPTY_FILE_GRACE_MS = 5_000;

/**
 * Runs `work` while no other process starts or stops the server of this data folder. A lock whose process is
 * gone is taken over.
 * @throws when a living process holds the lock for more than six minutes.
 */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = JSON.stringify({ ...identifyThisProcess(), turn: randomBytes(6).toString('hex') });
  await takeLock(file, mine);
  try {
    await giveToOwner(file);
    return await work();
  } finally {
    if ((await readLock(file)) === mine) await rm(file, { force: true });
  }
}

async function takeLock(file: string, mine: string): Promise<void> {
  for (let waited = 0; !(await createLock(file, mine)); waited += 50) {
    const held = await readLock(file);
    if (held === null) continue;
    if (await isAbandoned(file, held)) await removeLock(file, held);
    else if (waited > MAX_WAIT_MS) throw new Error(`Another process holds ${file}: ${held}`);
    else await sleep(50);
  }
}

async function createLock(file: string, mine: string): Promise<boolean> {
  return writeFile(file, mine, { flag: 'wx', mode: 0o600 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function readLock(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

async function isAbandoned(file: string, held: string): Promise<boolean> {
  try {
    return !isSameProcessRunning(JSON.parse(held) as ProcessIdentity);
  } catch {
    // Perhaps created and not yet written.
    const found = await stat(file).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs > EMPTY_FILE_GRACE_MS;
  }
}

/** Renames before it removes: of two processes that find the same abandoned lock, one must not remove the other's new one. */
async function removeLock(file: string, abandoned: string): Promise<void> {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if ((await readLock(aside)) !== abandoned) {
    await copyFile(aside, file, constants.COPYFILE_EXCL).catch(() => undefined);
  }
  await rm(aside, { force: true });
}
