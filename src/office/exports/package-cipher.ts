import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/*
 * A package: its mark, 16 bytes of salt, then frames. A frame is four bytes of length, whose highest bit marks the last
 * frame, so many bytes of AES-256-GCM and 16 bytes of tag. The nonce is the frame's number, the length is authenticated:
 * no frame can be changed, moved, left out or cut off unseen.
 */
const MARK = Buffer.from('ZYEXP1\n');
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const HEAD_BYTES = 4;
const FRAME_BYTES = 1 << 16;
const LAST = 0x8000_0000;

/** The package was changed or cut off, or the passphrase is wrong; the two are told apart by nobody. */
export class PackageRefused extends Error {
  constructor() {
    super('the passphrase is wrong, or the package was changed or cut off');
  }
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N: 1 << 15, r: 8, p: 1, maxmem: 1 << 26 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function nonceOf(frame: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame), 4);
  return nonce;
}

/** Both halves as they were shown; blanks and small letters are forgiven. */
export function joinHalves(first: string, second: string): string {
  const normalise = (half: string) =>
    half
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '');
  return `${normalise(first)}-${normalise(second)}`;
}

/** Encrypts as it comes, in frames of 64 KiB. */
export async function* encryptPackage(
  passphrase: string,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(passphrase, salt);
  let frames = 0;
  const seal = (plain: Buffer, last: boolean) => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE((plain.length | (last ? LAST : 0)) >>> 0);
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frames)).setAAD(head);
    frames += 1;
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([head, body, cipher.getAuthTag()]);
  };
  yield Buffer.concat([MARK, salt]);
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

/** Decrypts as it comes. @throws PackageRefused */
export async function* decryptPackage(
  passphrase: string,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const reader = createReader(source);
  if (!(await reader.take(MARK.length)).equals(MARK)) throw new PackageRefused();
  const key = await deriveKey(passphrase, await reader.take(SALT_BYTES));
  for (let frame = 0, last = false; !last; frame += 1) {
    const head = await reader.take(HEAD_BYTES);
    const word = head.readUInt32BE();
    last = (word & LAST) !== 0;
    const length = word & ~LAST;
    if (length > FRAME_BYTES) throw new PackageRefused();
    const sealed = await reader.take(length + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame))
      .setAAD(head)
      .setAuthTag(sealed.subarray(length));
    try {
      yield Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
    } catch {
      throw new PackageRefused();
    }
  }
  if (!(await reader.isOver())) throw new PackageRefused();
}

function createReader(source: AsyncIterable<Buffer>) {
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
    async take(bytes: number): Promise<Buffer> {
      await fill(bytes);
      if (kept.length < bytes) throw new PackageRefused();
      const taken = kept.subarray(0, bytes);
      kept = kept.subarray(bytes);
      return taken;
    },
    async isOver(): Promise<boolean> {
      await fill(1);
      return kept.length === 0;
    },
  };
}
