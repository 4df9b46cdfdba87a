import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { BackupFault } from './backup-fault';
import { type BaseBackup, baseFile, baseFolder, walFolder } from './backup-folder';
import type { BackupKeys } from './backup-keys';
import { readSealedFile } from './sealed-file';

interface Unpacking {
  readonly folder: string;
  readonly keys: BackupKeys;
  readonly signal: AbortSignal;
  onProgress(bytes: number): void;
}

/** Unpacks a base into a folder that is empty. @throws BackupFault otherKey, damaged */
export async function unpackBase(
  { folder, keys, signal, onProgress }: Unpacking,
  { stamp }: BaseBackup,
  target: string,
): Promise<void> {
  const archive = extract();
  const reading = pipeline(
    Readable.from(readSealedFile(baseFolder(folder), baseFile(stamp), keys)),
    archive,
    {
      signal,
    },
  );
  // Told below: the walk through the entries ends with the same fault.
  reading.catch(() => undefined);
  for await (const entry of archive) {
    const { name, type } = entry.header;
    const place = path.join(target, name);
    if (!place.startsWith(target + path.sep)) throw new BackupFault('damaged', name);
    if (type === 'directory') {
      await mkdir(place, { recursive: true, mode: 0o700 });
      entry.resume();
    } else {
      await pipeline(entry, createWriteStream(place, { mode: 0o600 }), { signal });
      onProgress(entry.header.size ?? 0);
    }
  }
  await reading;
}

const PIECE = 64 * 1024;
const NOTHING = Buffer.alloc(PIECE);

/**
 * Opens a segment of WAL. One that was cut short by its minute is zeros for the most part: those take no disk.
 * @throws BackupFault otherKey, damaged
 */
export async function unpackWal({ folder, keys }: Unpacking, name: string, target: string): Promise<void> {
  const file = await open(path.join(target, name), 'w', 0o600);
  try {
    let at = 0;
    let kept = Buffer.alloc(0);
    const put = async (piece: Buffer) => {
      if (!piece.equals(NOTHING.subarray(0, piece.length))) await file.write(piece, 0, piece.length, at);
      at += piece.length;
    };
    for await (const chunk of readSealedFile(walFolder(folder), name, keys)) {
      kept = Buffer.concat([kept, chunk]);
      while (kept.length >= PIECE) {
        await put(kept.subarray(0, PIECE));
        kept = kept.subarray(PIECE);
      }
    }
    await put(kept);
    await file.truncate(at);
  } finally {
    await file.close();
  }
}
