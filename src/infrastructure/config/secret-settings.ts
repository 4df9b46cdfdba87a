import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createKeyRing, type KeyRing, type RingKind } from '../security/key-ring';
import { longSecret } from './config-fields';

/** Each a ring: while one takes another's place, both are there, behind each other with a comma. */
export interface Secrets {
  /** Signs session and CSRF cookies. */
  readonly session: KeyRing;
  /** Encrypts identity numbers and phones; 32 bytes. */
  readonly dataKey: KeyRing;
  /** Keys the blind indexes; 32 bytes. */
  readonly indexKey: KeyRing;
  /** Signs one-time form tokens. */
  readonly formToken: KeyRing;
  /** Signs the tokens by which platforms know 学信 accounts; 32 bytes. */
  readonly oidcKey: KeyRing;
  /** Signs the checkpoints of the ledger (Ed25519); 32 bytes. */
  readonly ledgerKey: KeyRing;
}

/** The ring of a kind, and the variable in which its keys stand. */
export const ringPlaces = {
  session: { variable: 'SESSION_SECRET', ringOf: ({ session }: Secrets) => session },
  data: { variable: 'DATA_KEY', ringOf: ({ dataKey }: Secrets) => dataKey },
  index: { variable: 'INDEX_KEY', ringOf: ({ indexKey }: Secrets) => indexKey },
  'form-token': { variable: 'FORM_TOKEN_SECRET', ringOf: ({ formToken }: Secrets) => formToken },
  oidc: { variable: 'OIDC_KEY', ringOf: ({ oidcKey }: Secrets) => oidcKey },
  ledger: { variable: 'LEDGER_KEY', ringOf: ({ ledgerKey }: Secrets) => ledgerKey },
} as const satisfies Record<RingKind, unknown>;

const secretNames = [
  'SESSION_SECRET',
  'DATA_KEY',
  'INDEX_KEY',
  'FORM_TOKEN_SECRET',
  'OIDC_KEY',
  'LEDGER_KEY',
] as const;

const hexKey = z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (openssl rand -hex 32)');

const splitRing = (value: string) => value.split(',').map((part) => part.trim());

/** One secret, or several with commas between them. */
const ringOf = (secret: z.ZodType<string, string>) =>
  z
    .string()
    .transform(splitRing)
    .pipe(z.array(secret))
    .transform(([first = '', ...others]) => createKeyRing([first, ...others]));

export const secretVariables = {
  SESSION_SECRET: ringOf(longSecret),
  DATA_KEY: ringOf(hexKey),
  INDEX_KEY: ringOf(hexKey),
  FORM_TOKEN_SECRET: ringOf(longSecret),
  OIDC_KEY: ringOf(hexKey),
  LEDGER_KEY: ringOf(hexKey),
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
    const whole = given[name];
    if (whole === undefined) continue;
    for (const value of splitRing(whole)) {
      if (value.toLowerCase() === demoSecret(name)) faults.push(`${name} is the demo's published secret`);
      else if (new Set(value).size < 8) faults.push(`${name} is too regular: use openssl rand -hex 32`);
      const twin = seen.get(value);
      if (twin !== undefined) faults.push(`${name} is the same as ${twin}: each secret must be its own`);
      seen.set(value, name);
    }
  }
  return faults;
}

export function toSecrets(env: z.infer<z.ZodObject<typeof secretVariables>>): Secrets {
  return {
    session: env.SESSION_SECRET,
    dataKey: env.DATA_KEY,
    indexKey: env.INDEX_KEY,
    formToken: env.FORM_TOKEN_SECRET,
    oidcKey: env.OIDC_KEY,
    ledgerKey: env.LEDGER_KEY,
  };
}
