import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../paths';

/** A URL of one of the protocols, written as `https:`. */
export const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be a URL that starts with ${protocols.map((name) => `${name}//`).join(' or ')}`,
  });

export const longSecret = z.string().min(32, 'must have at least 32 characters (openssl rand -hex 32)');

/** Whether an address sends in clear over a network. */
export function goesInClear(value: string | undefined): boolean {
  if (value === undefined || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** A whole number within bounds, both included. */
export const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);

/** Rule packs that come with the program. */
const shippedPacks = readdirSync(path.join(projectRoot, 'seeds/reference/rule-packs'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => path.basename(name, '.json'));

export const shippedPack = z.enum(shippedPacks, { error: `must be one of ${shippedPacks.join(', ')}` });

/** A folder for each pack that is named: two years never meet in one database. */
export const findDataFolder = (pack: string | undefined) =>
  path.join(projectRoot, pack === undefined ? '.data' : `.data-${pack}`);
