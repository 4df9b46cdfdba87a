import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StorageEngine } from 'multer';
import type { ByteFile } from '../byte-file';
import type { Cipher } from '../security/cipher';
import { sealBlocks, sealedFile } from '../security/sealed-blocks';

/** Where uploads stand, sealed, until somebody has read them: lists hold names, numbers and phones of a whole province. */
export interface UploadFolder {
  /** Takes files in. */
  readonly storage: StorageEngine;
  open(key: string): ByteFile;
  remove(key: string): Promise<void>;
  /** Removes what is older than this and not needed, or stands in clear; `listNeeded` is asked where there is something. */
  removeOld(before: number, listNeeded: () => Promise<ReadonlySet<string>>): Promise<void>;
}

/** Versions before kept files in clear, under names without an ending. */
const ENDING = '.sealed';

/** No other account of the machine looks into the folder, and what is in it opens with DATA_KEY alone. */
export function createUploadFolder(folder: string, cipher: Cipher): UploadFolder {
  const remove = (key: string) => rm(path.join(folder, key), { force: true });
  const storage: StorageEngine = {
    _handleFile(_req, file, done) {
      const key = `${randomUUID()}${ENDING}`;
      const place = path.join(folder, key);
      // Whoever gives the request up finds by this what is to be removed.
      file.path = place;
      write(folder, place, file.stream, sealBlocks(cipher, key)).then(
        (size) => done(null, { filename: key, path: place, size }),
        async (error: unknown) => {
          await remove(key);
          done(error);
        },
      );
    },
    _removeFile: (_req, file, done) => {
      rm(file.path, { force: true }).then(() => done(null), done);
    },
  };
  return {
    storage,
    open: (key) => sealedFile(path.join(folder, key), cipher, key),
    remove,
    async removeOld(before, listNeeded) {
      const keys = await readdir(folder).catch(() => []);
      const needed = keys.length === 0 ? new Set() : await listNeeded();
      for (const key of keys) {
        if (needed.has(key) && key.endsWith(ENDING)) continue;
        const found = await stat(path.join(folder, key)).catch(() => null);
        if (found !== null && found.mtimeMs < before) await remove(key);
      }
    },
  };
}

/** @returns bytes as they came */
async function write(folder: string, place: string, source: Readable, sealing: Transform): Promise<number> {
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let size = 0;
  async function* count(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      yield chunk;
    }
  }
  await pipeline(source, count, sealing, createWriteStream(place, { mode: 0o600, flags: 'wx' }));
  return size;
}
