import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';
import { type KeyRing, perTurn } from './key-ring';
import { createKeyedHash } from './keyed-hash';

/** How a sealed value begins: its form; from 2 on the id of its key. */
const UNNAMED = 1;
const NAMED = 2;
const ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts personal data at rest and computes the keyed blind indexes by which they are found again. */
export interface Cipher {
  /** AES-256-GCM; `context` (table.column) is authenticated, so a value cannot be moved to another column. */
  encrypt(plaintext: string, context: string): Buffer;
  /** @throws Error when the value was changed, moved or written under a key that is not in the ring. */
  decrypt(sealed: Buffer, context: string): string;
  /** As `encrypt`, for what is no text. */
  encryptBytes(plain: Buffer, context: string): Buffer;
  /** @throws as `decrypt` */
  decryptBytes(sealed: Buffer, context: string): Buffer;
  /** How everything begins that is sealed now. */
  head(): Buffer;
  /**
   * HMAC-SHA-256 of an already normalised value; equal values of one context give equal indexes. What is stored is
   * looked for by `everyHash` of it, and compared by `isSameIndex`: while INDEX_KEY changes there are two.
   */
  blindIndex(value: string, context: string): Buffer;
}

interface SecretKey {
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** Keys are 32 bytes each. What is sealed names its key; what was sealed before keys had names is tried with each. */
export function createCipher(dataKeys: KeyRing, indexKeys: KeyRing): Cipher {
  const data = perTurn(dataKeys, (keys) => {
    const all: readonly SecretKey[] = keys.map(({ id, bytes }) => ({
      id: Buffer.from(id, 'hex'),
      key: createSecretKey(bytes),
    }));
    const [current] = all;
    if (current === undefined) throw new Error('a ring without a key');
    return { all, current, head: Buffer.concat([Buffer.of(NAMED), current.id]) };
  });
  const index = createKeyedHash(indexKeys);
  const nextIv = createIvSource();

  function encryptBytes(plain: Buffer, context: string): Buffer {
    const { head, current } = data();
    const iv = nextIv();
    const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(context));
    const body = cipher.update(plain);
    // GCM is a stream mode: `final` returns no more bytes.
    cipher.final();
    return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
  }

  function decryptBytes(sealed: Buffer, context: string): Buffer {
    const { all } = data();
    if (sealed[0] === UNNAMED) return openUnnamed(all, sealed.subarray(1), context);
    if (sealed[0] !== NAMED) throw new Error(`unknown cipher version ${sealed[0]} in ${context}`);
    const id = sealed.subarray(1, 1 + ID_BYTES);
    const found = all.find((one) => one.id.equals(id));
    if (found === undefined)
      throw new Error(`sealed under a key that is not here, ${id.toString('hex')}, in ${context}`);
    return open(found.key, sealed.subarray(1 + ID_BYTES), context);
  }

  return {
    encryptBytes,
    decryptBytes,
    encrypt: (plaintext, context) => encryptBytes(Buffer.from(plaintext, 'utf8'), context),
    decrypt: (sealed, context) => decryptBytes(sealed, context).toString('utf8'),
    head: () => data().head,
    blindIndex: (value, context) => index(`${context}\0${value}`),
  };
}

/** @throws Error where what is sealed was changed, moved or written under another key */
function open(key: KeyObject, sealed: Buffer, context: string): Buffer {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** What was sealed before keys had names: the tag tells which fits. */
function openUnnamed(keys: readonly SecretKey[], sealed: Buffer, context: string): Buffer {
  let refused: unknown;
  for (const { key } of keys) {
    try {
      return open(key, sealed, context);
    } catch (error) {
      refused = error;
    }
  }
  throw refused;
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
