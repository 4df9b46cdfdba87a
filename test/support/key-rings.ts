import { createHash } from 'node:crypto';
import { loadConfig } from '../../src/infrastructure/config/config';
import type { Secrets } from '../../src/infrastructure/config/secret-settings';
import { createKeyRing, type KeyRing } from '../../src/infrastructure/security/key-ring';

/** 64 hexadecimal digits, the same for the same word. */
export const keyOf = (word: string) => createHash('sha256').update(word).digest('hex');

/** A ring of keys by their words; the first is current. */
export const ringOf = (first: string, ...others: string[]): KeyRing =>
  createKeyRing([keyOf(first), ...others.map(keyOf)]);

/** The demo's secrets, with others in the place of some. */
export const secretsWith = (changes: Partial<Secrets> = {}): Secrets => ({
  ...loadConfig({}).secrets,
  ...changes,
});
