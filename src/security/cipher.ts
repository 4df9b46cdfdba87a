import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts personal data at rest and computes the keyed blind indexes by which they are found again. */
export interface Cipher {
  /** AES-256-GCM; `context` (table.column) is authenticated, so a value cannot be moved to another column. */
  encrypt(plaintext: string, context: string): Buffer;
  /** @throws Error when the value was changed, moved or written under another key. */
  decrypt(sealed: Buffer, context: string): string;
  /** HMAC-SHA-256 of an already normalised value; equal values of one context give equal indexes. */
  blindIndex(value: string, context: string): Buffer;
}

/** Keys are 32 bytes each. */
export function createCipher(dataKey: Buffer, indexKey: Buffer): Cipher {
  return {
    encrypt(plaintext, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', dataKey, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
    },
    decrypt(sealed, context) {
      if (sealed[0] !== VERSION) throw new Error(`unknown cipher version ${sealed[0]} in ${context}`);
      const iv = sealed.subarray(1, 1 + IV_BYTES);
      const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', dataKey, iv)
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      const body = sealed.subarray(1 + IV_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
    blindIndex(value, context) {
      return createHmac('sha256', indexKey).update(`${context}\0${value}`).digest();
    },
  };
}
