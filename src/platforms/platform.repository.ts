import type { Knex } from 'knex';
import { isUniqueViolation } from '../db/unique-violation';
import type { Platform } from './platform';

const columns = {
  code: 'code',
  name: 'name',
  kind: 'kind',
  homeUri: 'home_uri',
  redirectUris: 'redirect_uris',
  signOutUris: 'sign_out_uris',
  backChannelUri: 'back_channel_uri',
  scopes: 'scopes',
} as const satisfies Readonly<Record<keyof Platform, string>>;

/** A platform as it is registered. */
export interface RegisteredPlatform extends Platform {
  /** Null: derived, for pages of this installation. */
  readonly secretCipher: Buffer | null;
  readonly createdAt: Date;
}

/** The platforms that are registered now: this installation's own first. */
export async function listPlatforms(db: Knex): Promise<RegisteredPlatform[]> {
  return db('platforms')
    .whereNull('removed_at')
    .orderByRaw("kind = 'own' desc, created_at, code")
    .select({ ...columns, secretCipher: 'secret_cipher', createdAt: 'created_at' });
}

/** A platform that is registered now; null for one that is unknown or was removed. */
export async function findPlatform(db: Knex, code: string): Promise<RegisteredPlatform | null> {
  const row = await db('platforms')
    .where({ code })
    .whereNull('removed_at')
    .first({ ...columns, secretCipher: 'secret_cipher', createdAt: 'created_at' });
  return row ?? null;
}

/** Registers a platform. @returns how many rows were written: 0 when the code is or was somebody's. */
export async function insertPlatform(
  db: Knex,
  platform: Platform,
  secretCipher: Buffer | null,
): Promise<number> {
  try {
    await db('platforms').insert({
      code: platform.code,
      name: platform.name,
      kind: platform.kind,
      home_uri: platform.homeUri,
      redirect_uris: [...platform.redirectUris],
      sign_out_uris: [...platform.signOutUris],
      back_channel_uri: platform.backChannelUri,
      scopes: [...platform.scopes],
      secret_cipher: secretCipher,
    });
    return 1;
  } catch (error) {
    if (isUniqueViolation(error)) return 0;
    throw error;
  }
}

/** Takes a platform out of the register; its code is never given again. @returns how many rows changed. */
export async function removePlatform(db: Knex, code: string): Promise<number> {
  return db('platforms')
    .where({ code, kind: 'outside' })
    .whereNull('removed_at')
    .update({ removed_at: db.raw('clock_timestamp()') });
}
