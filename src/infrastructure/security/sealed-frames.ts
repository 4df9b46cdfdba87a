import { createCipheriv, createDecipheriv } from 'node:crypto';

/*
 * A frame is four bytes of length, whose highest bit marks the last frame, so many bytes of AES-256-GCM and 16 bytes of
 * tag. The nonce is the frame's number, the length is authenticated: no frame can be changed, moved, left out or cut off
 * unseen. Each key serves one stream.
 */
const TAG_BYTES = 16;
const HEAD_BYTES = 4;
const FRAME_BYTES = 1 << 16;
const LAST = 0x8000_0000;

/** The stream was changed or cut off, or the key is another; the two are told apart by nobody. */
export class FramesRefused extends Error {
  constructor() {
    super('the key is another, or what was sealed was changed or cut off');
  }
}

function nonceOf(frame: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame), 4);
  return nonce;
}

/** Encrypts as it comes, in frames of 64 KiB. `key`: 32 bytes that seal nothing else. */
export async function* sealFrames(key: Buffer, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let frames = 0;
  const seal = (plain: Buffer, last: boolean) => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE((plain.length | (last ? LAST : 0)) >>> 0);
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frames)).setAAD(head);
    frames += 1;
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([head, body, cipher.getAuthTag()]);
  };
  let kept = Buffer.alloc(0);
  for await (const chunk of source) {
    kept = Buffer.concat([kept, chunk]);
    while (kept.length > FRAME_BYTES) {
      yield seal(kept.subarray(0, FRAME_BYTES), false);
      kept = kept.subarray(FRAME_BYTES);
    }
  }
  yield seal(kept, true);
}

/** Decrypts as it comes. @throws FramesRefused */
export async function* openFrames(key: Buffer, reader: ByteReader): AsyncGenerator<Buffer> {
  for (let frame = 0, last = false; !last; frame += 1) {
    const head = await reader.take(HEAD_BYTES);
    const word = head.readUInt32BE();
    last = (word & LAST) !== 0;
    const length = word & ~LAST;
    if (length > FRAME_BYTES) throw new FramesRefused();
    const sealed = await reader.take(length + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame))
      .setAAD(head)
      .setAuthTag(sealed.subarray(length));
    try {
      yield Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
    } catch {
      throw new FramesRefused();
    }
  }
  if (!(await reader.isOver())) throw new FramesRefused();
}

/** Takes so many bytes at a time from what comes in pieces of any size. */
interface ByteReader {
  /** @throws FramesRefused where fewer are left */
  take(bytes: number): Promise<Buffer>;
  isOver(): Promise<boolean>;
}

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let kept = Buffer.alloc(0);
  async function fill(bytes: number): Promise<void> {
    while (kept.length < bytes) {
      const next = await chunks.next();
      if (next.done === true) return;
      kept = Buffer.concat([kept, next.value]);
    }
  }
  return {
    async take(bytes) {
      await fill(bytes);
      if (kept.length < bytes) throw new FramesRefused();
      const taken = kept.subarray(0, bytes);
      kept = kept.subarray(bytes);
      return taken;
    },
    async isOver() {
      await fill(1);
      return kept.length === 0;
    },
  };
}
