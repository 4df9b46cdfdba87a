import { randomBytes, scrypt } from 'node:crypto';
import {
  createByteReader,
  FramesRefused,
  openFrames,
  sealFrames,
} from '../../infrastructure/security/sealed-frames';

/* A package: its mark, 16 bytes of salt, then frames. */
const MARK = Buffer.from('ZYEXP1\n');
const SALT_BYTES = 16;

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

/** Both halves as they were shown; blanks and small letters are forgiven. */
export function joinHalves(first: string, second: string): string {
  const normalise = (half: string) =>
    half
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '');
  return `${normalise(first)}-${normalise(second)}`;
}

/** Encrypts as it comes. */
export async function* encryptPackage(
  passphrase: string,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(passphrase, salt);
  yield Buffer.concat([MARK, salt]);
  yield* sealFrames(key, source);
}

/** Decrypts as it comes. @throws PackageRefused */
export async function* decryptPackage(
  passphrase: string,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    const reader = createByteReader(source);
    if (!(await reader.take(MARK.length)).equals(MARK)) throw new FramesRefused();
    const key = await deriveKey(passphrase, await reader.take(SALT_BYTES));
    yield* openFrames(key, reader);
  } catch (error) {
    throw error instanceof FramesRefused ? new PackageRefused() : error;
  }
}
