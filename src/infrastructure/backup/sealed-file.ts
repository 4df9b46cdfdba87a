import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { createByteReader, FramesRefused, openFrames, sealFrames } from '../security/sealed-frames';
import { BackupFault } from './backup-fault';
import type { BackupKeys } from './backup-keys';

/* A file of a backup: its mark, the id of its key, 16 bytes of salt, then frames of what gzip has made. */
const MARK = Buffer.from('ZYBAK1\n');
const SALT_BYTES = 16;

/**
 * Writes what comes, packed and sealed, under `name` in `folder`: whole and on the disk, or not at all.
 * @returns bytes of the file
 */
export async function writeSealedFile(
  folder: string,
  name: string,
  keys: BackupKeys,
  source: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Promise<number> {
  const target = path.join(folder, name);
  const unfinished = path.join(folder, `.${name}.${process.pid}`);
  const salt = randomBytes(SALT_BYTES);
  const key = keys.current();
  async function* seal(packed: AsyncIterable<Buffer>) {
    yield Buffer.concat([MARK, key.id, salt]);
    yield* sealFrames(key.of(salt, name), packed);
  }
  try {
    const file = createWriteStream(unfinished, { mode: 0o600 });
    await pipeline(Readable.from(source), createGzip({ level: 1 }), seal, file, { signal });
    const handle = await open(unfinished, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
    await syncFolder(folder);
    return file.bytesWritten;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Reads such a file. @throws BackupFault otherKey, damaged; the file system's errors */
export async function* readSealedFile(
  folder: string,
  name: string,
  keys: BackupKeys,
): AsyncGenerator<Buffer> {
  const file = path.join(folder, name);
  const source = createReadStream(file);
  async function* unseal() {
    const reader = createByteReader(source);
    if (!(await reader.take(MARK.length)).equals(MARK)) throw new FramesRefused();
    const key = keys.find(await reader.take(keys.idBytes));
    if (key === null) throw new BackupFault('otherKey', file);
    yield* openFrames(key.of(await reader.take(SALT_BYTES), name), reader);
  }
  const packed = Readable.from(unseal());
  const plain = createGunzip();
  // A fault of what is read ends what unpacks it, with that fault.
  packed.on('error', (error) => plain.destroy(error));
  try {
    yield* packed.pipe(plain);
  } catch (error) {
    throw error instanceof FramesRefused || isPackingFault(error) ? new BackupFault('damaged', file) : error;
  } finally {
    source.destroy();
  }
}

const isPackingFault = (error: unknown) =>
  error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));

/** A name is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
