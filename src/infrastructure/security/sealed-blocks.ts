import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import type { ByteFile, ByteRange } from '../byte-file';
import type { Cipher } from './cipher';

/*
 * A file that is read from any place: one byte of length and the file's own key as DATA_KEY seals it, then blocks of
 * 64 KiB of AES-256-GCM, each with 16 bytes of tag. The nonce is the block's number and whether it is the last: none can
 * be changed, moved, left out or cut off unseen. The key is sealed for the file's name: files cannot be exchanged.
 */
const BLOCK = 64 * 1024;
const TAG = 16;
const KEY = 32;

const contextOf = (name: string) => `sealed-blocks|${name}`;

function nonceOf(block: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt8(last ? 1 : 0, 0);
  nonce.writeBigUInt64BE(BigInt(block), 4);
  return nonce;
}

/** Seals what passes through, for the file of this name. */
export function sealBlocks(cipher: Cipher, name: string): Transform {
  const key = randomBytes(KEY);
  let blocks = 0;
  let kept: Buffer[] = [];
  let length = 0;
  const seal = (plain: Buffer, last: boolean) => {
    const sealing = createCipheriv('aes-256-gcm', key, nonceOf(blocks, last));
    blocks += 1;
    const body = sealing.update(plain);
    sealing.final();
    return Buffer.concat([body, sealing.getAuthTag()]);
  };
  return new Transform({
    construct(done) {
      const head = cipher.encryptBytes(key, contextOf(name));
      this.push(Buffer.concat([Buffer.of(head.length), head]));
      done();
    },
    transform(chunk: Buffer, _encoding, done) {
      kept.push(chunk);
      length += chunk.length;
      if (length > BLOCK) {
        let rest = Buffer.concat(kept);
        for (; rest.length > BLOCK; rest = rest.subarray(BLOCK))
          this.push(seal(rest.subarray(0, BLOCK), false));
        kept = [rest];
        length = rest.length;
      }
      done();
    },
    flush(done) {
      this.push(seal(Buffer.concat(kept), true));
      done();
    },
  });
}

/** What opens a file. */
interface Opened {
  readonly key: Buffer;
  /** Bytes before the first block. */
  readonly head: number;
  readonly blocks: number;
  readonly size: number;
}

/** A file that `sealBlocks` wrote. Its reader throws where a block was changed, moved or cut off, or its key is gone. */
export function sealedFile(path: string, cipher: Cipher, name: string): ByteFile {
  let opened: Promise<Opened> | null = null;
  const describe = (file: FileHandle) => {
    opened ??= readHead(file, cipher, name);
    return opened;
  };
  async function* blocks({ start, end }: ByteRange, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const file = await open(path);
    try {
      const found = await describe(file);
      const until = Math.min(end, found.size);
      for (let at = start; at < until; ) {
        signal?.throwIfAborted();
        const block = Math.floor(at / BLOCK);
        const plain = await readBlock(file, found, block);
        const part = plain.subarray(at - block * BLOCK, until - block * BLOCK);
        at += part.length;
        yield part;
      }
    } finally {
      await file.close();
    }
  }
  return {
    async size() {
      const file = await open(path);
      try {
        return (await describe(file)).size;
      } finally {
        await file.close();
      }
    },
    async read(from, bytes) {
      const parts: Buffer[] = [];
      for await (const part of blocks({ start: from, end: from + bytes })) parts.push(part);
      return Buffer.concat(parts);
    },
    stream: (range = { start: 0, end: Number.POSITIVE_INFINITY }, signal) =>
      Readable.from(blocks(range, signal), { objectMode: false, highWaterMark: 2 * BLOCK }),
  };
}

async function readAt(file: FileHandle, from: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
  if (bytesRead < bytes) throw new Error('a sealed file was cut off');
  return buffer;
}

async function readHead(file: FileHandle, cipher: Cipher, name: string): Promise<Opened> {
  const length = (await readAt(file, 0, 1)).readUInt8();
  const key = cipher.decryptBytes(await readAt(file, 1, length), contextOf(name));
  const head = 1 + length;
  const sealed = (await file.stat()).size - head;
  const blocks = Math.ceil(sealed / (BLOCK + TAG));
  if (sealed < blocks * TAG || blocks === 0) throw new Error('a sealed file was cut off');
  return { key, head, blocks, size: sealed - blocks * TAG };
}

async function readBlock(
  file: FileHandle,
  { key, head, blocks, size }: Opened,
  block: number,
): Promise<Buffer> {
  const last = block === blocks - 1;
  const length = last ? size - block * BLOCK : BLOCK;
  const sealed = await readAt(file, head + block * (BLOCK + TAG), length + TAG);
  const opening = createDecipheriv('aes-256-gcm', key, nonceOf(block, last)).setAuthTag(
    sealed.subarray(length),
  );
  const plain = opening.update(sealed.subarray(0, length));
  opening.final();
  return plain;
}
