import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { type KeyRing, perTurn } from './key-ring';

/** Of a hash that was computed here: the hashes of the same text under the other keys of the ring. */
const others = new WeakMap<Buffer, readonly Buffer[]>();

/**
 * HMAC-SHA-256 under the current key. While a ring has more than one, what was stored under another of them is found
 * by `everyHash` and known by `isSameHash` and `isSameIndex`.
 */
export function createKeyedHash(ring: KeyRing): (text: string) => Buffer {
  const keys = perTurn(ring, (readable) => readable.map(({ bytes }) => createSecretKey(bytes)));
  return (text) => {
    const [hash = Buffer.alloc(0), ...rest] = keys().map((key) =>
      createHmac('sha256', key).update(text).digest(),
    );
    if (rest.length > 0) others.set(hash, rest);
    return hash;
  };
}

/** Under which hashes a text may stand; one that was read from a table stands for itself. */
export function everyHash(hash: Buffer): Buffer[] {
  return [hash, ...(others.get(hash) ?? [])];
}

/** Whether what is stored is the hash of a secret that was typed, under whichever key. */
export function isSameHash(stored: Buffer, hash: Buffer): boolean {
  return isSameIndex(stored, hash);
}

/** The same of what is found by its hash: a number, a phone, a picture. */
export function isSameIndex(stored: Buffer, hash: Buffer): boolean {
  return everyHash(hash).some((one) => one.length === stored.length && timingSafeEqual(stored, one));
}
