import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** A file as its readers see it, whether it stands in clear or sealed. */
export interface ByteFile {
  size(): Promise<number>;
  /** So many bytes from there on, or fewer where the file ends. */
  read(from: number, bytes: number): Promise<Buffer>;
  /** From `start` to before `end`, by default all of it. */
  stream(range?: ByteRange, signal?: AbortSignal): Readable;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes in one go: a list has hundreds of megabytes. */
const CHUNK = 256 * 1024;

/** A file that stands in clear: of the operator's own, named at a terminal. */
export function plainFile(path: string): ByteFile {
  return {
    async size() {
      const file = await open(path);
      try {
        return (await file.stat()).size;
      } finally {
        await file.close();
      }
    },
    async read(from, bytes) {
      const file = await open(path);
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    stream: (range, signal) =>
      createReadStream(path, {
        highWaterMark: CHUNK,
        ...(range && { start: range.start, end: range.end - 1 }),
        ...(signal && { signal }),
      }),
  };
}
