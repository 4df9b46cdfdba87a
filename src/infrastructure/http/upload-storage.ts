import type { StorageEngine } from 'multer';

/** Files stay in memory, up to so many bytes; of a longer one nothing is kept but its length. */
export function storeInMemory(maxBytes: number): StorageEngine {
  return {
    _handleFile(_req, file, done) {
      const chunks: Buffer[] = [];
      let size = 0;
      file.stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) chunks.length = 0;
        else chunks.push(chunk);
      });
      file.stream.on('error', done);
      file.stream.on('end', () => done(null, { buffer: Buffer.concat(chunks), size }));
    },
    _removeFile: (_req, _file, done) => done(null),
  };
}

/** Bytes that forms under way may hold together. */
interface MemoryBudget {
  /** Sets so many aside. @returns what gives them back, once; null where there are not so many left. */
  take(bytes: number): (() => void) | null;
}

export function createMemoryBudget(bytes: number): MemoryBudget {
  let left = bytes;
  return {
    take(wanted) {
      if (wanted > left) return null;
      left -= wanted;
      let given = false;
      return () => {
        if (!given) left += wanted;
        given = true;
      };
    },
  };
}
