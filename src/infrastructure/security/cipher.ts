import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomFillSync } from 'node:crypto';

const VERSION = 1;
const VERSION_BYTE = Buffer.from([VERSION]);
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts personal data at rest and computes the keyed blind indexes by which they are found again. */
export interface Cipher {
  /** AES-256-GCM; `context` (table.column) is authenticated, so a value cannot be moved to another column. */
  encrypt(plaintext: string, context: string): Buffer;
  /** @throws Error when the value was changed, moved or written under another key. */
  decrypt(sealed: Buffer, context: string): string;
  /** As `encrypt`, for what is no text. */
  encryptBytes(plain: Buffer, context: string): Buffer;
  /** @throws as `decrypt` */
  decryptBytes(sealed: Buffer, context: string): Buffer;
  /** HMAC-SHA-256 of an already normalised value; equal values of one context give equal indexes. */
  blindIndex(value: string, context: string): Buffer;
}

/** Keys are 32 bytes each. */
export function createCipher(dataKey: Buffer, indexKey: Buffer): Cipher {
  const data = createSecretKey(dataKey);
  const index = createSecretKey(indexKey);
  const nextIv = createIvSource();

  function encryptBytes(plain: Buffer, context: string): Buffer {
    const iv = nextIv();
    const cipher = createCipheriv('aes-256-gcm', data, iv).setAAD(Buffer.from(context));
    const body = cipher.update(plain);
    // GCM is a stream mode: `final` returns no more bytes.
    cipher.final();
    return Buffer.concat([VERSION_BYTE, iv, cipher.getAuthTag(), body]);
  }

  function decryptBytes(sealed: Buffer, context: string): Buffer {
    if (sealed[0] !== VERSION) throw new Error(`unknown cipher version ${sealed[0]} in ${context}`);
    const iv = sealed.subarray(1, 1 + IV_BYTES);
    const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', data, iv).setAAD(Buffer.from(context)).setAuthTag(tag);
    const body = sealed.subarray(1 + IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  }

  return {
    encryptBytes,
    decryptBytes,
    encrypt: (plaintext, context) => encryptBytes(Buffer.from(plaintext, 'utf8'), context),
    decrypt: (sealed, context) => decryptBytes(sealed, context).toString('utf8'),
    blindIndex(value, context) {
      return createHmac('sha256', index).update(`${context}\0${value}`).digest();
    },
  };
}

/** Each value is drawn once and given once; drawing a thousand at a time costs a tenth of a call for each. */
function createIvSource(): () => Buffer {
  const drawn = Buffer.alloc(IV_BYTES * 1024);
  let used = drawn.length;
  return () => {
    if (used === drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    used += IV_BYTES;
    return Buffer.from(drawn.subarray(used - IV_BYTES, used));
  };
}
