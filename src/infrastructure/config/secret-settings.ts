import { createHash } from 'node:crypto';
import { z } from 'zod';
import { longSecret } from './config-fields';

export interface Secrets {
  /** Signs session and CSRF cookies. */
  readonly session: string;
  /** Encrypts identity numbers and phones; 32 bytes. */
  readonly dataKey: Buffer;
  /** Keys the blind indexes; 32 bytes. */
  readonly indexKey: Buffer;
  /** Signs one-time form tokens. */
  readonly formToken: string;
  /** Signs the tokens by which platforms know 学信 accounts; 32 bytes. */
  readonly oidcKey: Buffer;
  /** Signs the checkpoints of the ledger (Ed25519); 32 bytes. */
  readonly ledgerKey: Buffer;
}

const secretNames = [
  'SESSION_SECRET',
  'DATA_KEY',
  'INDEX_KEY',
  'FORM_TOKEN_SECRET',
  'OIDC_KEY',
  'LEDGER_KEY',
] as const;

const hexKey = z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (openssl rand -hex 32)');

export const secretVariables = {
  SESSION_SECRET: longSecret,
  DATA_KEY: hexKey,
  INDEX_KEY: hexKey,
  FORM_TOKEN_SECRET: longSecret,
  OIDC_KEY: hexKey,
  LEDGER_KEY: hexKey,
};

/** Published on purpose: the demo's data are invented. Drill and live refuse them. */
function demoSecret(name: string): string {
  return createHash('sha256').update(`zhiyuan demo ${name}`).digest('hex');
}

/** What the demo takes where nothing is set. */
export function demoSecrets(): Record<string, string> {
  return Object.fromEntries(secretNames.map((name) => [name, demoSecret(name)]));
}

/** Secrets that are known to everybody, easily guessed, or serve twice. */
export function listUnsafeSecrets(given: Record<string, string | undefined>): string[] {
  const faults: string[] = [];
  const seen = new Map<string, string>();
  for (const name of secretNames) {
    const value = given[name];
    if (value === undefined) continue;
    if (value.toLowerCase() === demoSecret(name)) faults.push(`${name} is the demo's published secret`);
    else if (new Set(value).size < 8) faults.push(`${name} is too regular: use openssl rand -hex 32`);
    const twin = seen.get(value);
    if (twin !== undefined) faults.push(`${name} is the same as ${twin}: each secret must be its own`);
    seen.set(value, name);
  }
  return faults;
}

export function toSecrets(env: z.infer<z.ZodObject<typeof secretVariables>>): Secrets {
  return {
    session: env.SESSION_SECRET,
    dataKey: Buffer.from(env.DATA_KEY, 'hex'),
    indexKey: Buffer.from(env.INDEX_KEY, 'hex'),
    formToken: env.FORM_TOKEN_SECRET,
    oidcKey: Buffer.from(env.OIDC_KEY, 'hex'),
    ledgerKey: Buffer.from(env.LEDGER_KEY, 'hex'),
  };
}
