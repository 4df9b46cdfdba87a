import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { drawBytes } from './drawn-bytes';
import { type KeyRing, perTurn } from './key-ring';
import { createKeyedHash } from './keyed-hash';

/** How a sealed value begins: its form; from 2 on the id of its key. 3: its row is authenticated too. */
const UNNAMED = 1;
const NAMED = 2;
const BOUND = 3;
const ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The place of a value: its column, and what names its row for as long as the row is there. */
export interface RowContext {
  /** table.column */
  readonly column: string;
  readonly row: string | number;
}

/** For which place a value is sealed: a row's, or one that is said whole and is no column's. */
export type SealContext = RowContext | string;

/** Encrypts personal data at rest and computes the keyed blind indexes by which they are found again. */
export interface Cipher {
  /** AES-256-GCM; `context` is authenticated, so a value cannot be moved to another column or row. */
  encrypt(plaintext: string, context: SealContext): Buffer;
  /**
   * What versions before sealed for a column without its row is read until `zhiyuan rotate-key DATA_KEY`.
   * @throws Error when the value was changed, moved or written under a key that is not in the ring.
   */
  decrypt(sealed: Buffer, context: SealContext): string;
  /** As `encrypt`, for what is no text. */
  encryptBytes(plain: Buffer, context: SealContext): Buffer;
  /** @throws as `decrypt` */
  decryptBytes(sealed: Buffer, context: SealContext): Buffer;
  /** How everything begins that is sealed for such a place now. */
  head(context: SealContext): Buffer;
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
    const headOf = (form: number) => Buffer.concat([Buffer.of(form), current.id]);
    return { all, current, named: headOf(NAMED), bound: headOf(BOUND) };
  });
  const index = createKeyedHash(indexKeys);

  const head = (context: SealContext) => (typeof context === 'string' ? data().named : data().bound);

  function encryptBytes(plain: Buffer, context: SealContext): Buffer {
    const { current } = data();
    const iv = drawBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(authenticated(context));
    const body = cipher.update(plain);
    // GCM is a stream mode: `final` returns no more bytes.
    cipher.final();
    return Buffer.concat([head(context), iv, cipher.getAuthTag(), body]);
  }

  function decryptBytes(sealed: Buffer, context: SealContext): Buffer {
    const { all } = data();
    const [form] = sealed;
    const place = typeof context === 'string' ? context : context.column;
    if (form === UNNAMED) return openUnnamed(all, sealed.subarray(1), place);
    const isBound = form === BOUND && typeof context !== 'string';
    if (form !== NAMED && !isBound) throw new Error(`unknown cipher version ${form} in ${place}`);
    const id = sealed.subarray(1, 1 + ID_BYTES);
    const found = all.find((one) => one.id.equals(id));
    if (found === undefined)
      throw new Error(`sealed under a key that is not here, ${id.toString('hex')}, in ${place}`);
    try {
      return open(
        found.key,
        sealed.subarray(1 + ID_BYTES),
        isBound ? authenticated(context) : Buffer.from(place),
      );
    } catch (error) {
      throw new Error(`what is sealed in ${place} was changed, or is another row's`, { cause: error });
    }
  }

  return {
    encryptBytes,
    decryptBytes,
    encrypt: (plaintext, context) => encryptBytes(Buffer.from(plaintext, 'utf8'), context),
    decrypt: (sealed, context) => decryptBytes(sealed, context).toString('utf8'),
    head,
    blindIndex: (value, context) => index(`${context}\0${value}`),
  };
}

/** No column's name has the sign between the two, so that no two places are one. */
function authenticated(context: SealContext): Buffer {
  return Buffer.from(typeof context === 'string' ? context : `${context.column}\0${context.row}`);
}

/** @throws Error where what is sealed was changed, moved or written under another key */
function open(key: KeyObject, sealed: Buffer, aad: Buffer): Buffer {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** What was sealed before keys had names: the tag tells which fits. */
function openUnnamed(keys: readonly SecretKey[], sealed: Buffer, place: string): Buffer {
  let refused: unknown;
  for (const { key } of keys) {
    try {
      return open(key, sealed, Buffer.from(place));
    } catch (error) {
      refused = error;
    }
  }
  throw refused;
}
