import { isUtf8 } from 'node:buffer';
import { createDecipheriv } from 'node:crypto';
import { isEqualText } from '../../infrastructure/security/equal-text';

/** Random bytes in front, then the length of the message in four bytes, the message, and the AppID. */
const RANDOM_BYTES = 16;
const HEAD_BYTES = RANDOM_BYTES + 4;
/** Of PKCS#7, and therefore of the whole: twice a block of the cipher. */
const PAD_BLOCK = 32;
const IV_BYTES = 16;
/** What 16 KB of XML can hold. */
const MAX_LETTERS = 16_384;

/**
 * What the official account's server has sealed for us (安全模式): AES-256-CBC under the EncodingAESKey, 43 letters of
 * base64 for 32 bytes. Each of `keys` is tried, as two are there while one takes the other's place. Whoever calls this
 * has looked at the signature over `sealed` before: the cipher alone tells nobody's changes.
 * @returns the message; null for all else alike
 */
export function openWechatEnvelope(keys: readonly string[], appId: string, sealed: string): string | null {
  const bytes = readBase64(sealed);
  if (bytes === null || bytes.length === 0 || bytes.length % PAD_BLOCK !== 0) return null;
  for (const key of keys) {
    const text = readPlain(decrypt(key, bytes), appId);
    if (text !== null) return text;
  }
  return null;
}

/** One spelling for the same bytes: what base64 ignores could be added by anybody. */
function readBase64(text: string): Buffer | null {
  if (text.length > MAX_LETTERS) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function decrypt(key: string, bytes: Buffer): Buffer {
  const raw = Buffer.from(key, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', raw, raw.subarray(0, IV_BYTES)).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

function readPlain(padded: Buffer, appId: string): string | null {
  const plain = removePadding(padded);
  if (plain === null || plain.length < HEAD_BYTES) return null;
  const end = HEAD_BYTES + plain.readUInt32BE(RANDOM_BYTES);
  const message = plain.subarray(HEAD_BYTES, end);
  // Of a length over the end no AppID is left.
  if (!isEqualText(plain.subarray(end).toString('latin1'), appId) || !isUtf8(message)) return null;
  return message.toString('utf8');
}

function removePadding(padded: Buffer): Buffer | null {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > PAD_BLOCK) return null;
  const end = padded.length - count;
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : null;
}
