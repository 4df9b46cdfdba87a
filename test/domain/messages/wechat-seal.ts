import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** What may be wrong with what is sealed. */
export interface SealFaults {
  /** In place of the length of the message. */
  readonly length?: number;
  /** In place of the padding by the rule. */
  readonly padding?: Buffer;
}

/** Seals a message as the official account's server does in 安全模式. */
export function sealWechat(key: string, appId: string, message: string, faults: SealFaults = {}): string {
  const bytes = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(faults.length ?? bytes.length);
  const plain = Buffer.concat([randomBytes(16), length, bytes, Buffer.from(appId)]);
  return encryptWechat(key, Buffer.concat([plain, faults.padding ?? padTo32(plain.length)]));
}

/** Encrypts whole blocks as they are. */
export function encryptWechat(key: string, plain: Buffer): string {
  const raw = Buffer.from(`${key}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', raw, raw.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

export function padTo32(length: number): Buffer {
  const count = 32 - (length % 32);
  return Buffer.alloc(count, count);
}

/** SHA-1 over all of them in alphabetical order. */
export function signSorted(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}
