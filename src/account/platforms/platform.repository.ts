import type { Knex } from 'knex';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
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

const registered = {
  ...columns,
  secretCipher: 'secret_cipher',
  formerSecretCipher: 'former_secret_cipher',
  createdAt: 'created_at',
} as const;

/** A platform as it is registered. */
export interface RegisteredPlatform extends Platform {
  /** Null: derived, for pages of this installation. */
  readonly secretCipher: Buffer | null;
  /** The secret before this one, which serves until it is ended; null: there is one alone. */
  readonly formerSecretCipher: Buffer | null;
  readonly createdAt: Date;
}

/** The platforms that are registered now: this installation's own first. */
export async function listPlatforms(db: Knex): Promise<RegisteredPlatform[]> {
  return db('platforms')
    .whereNull('removed_at')
    .orderByRaw("kind = 'own' desc, created_at, code")
    .select(registered);
}

/** A platform that is registered now; null for one that is unknown or was removed. */
export async function findPlatform(db: Knex, code: string): Promise<RegisteredPlatform | null> {
  const row = await db('platforms').where({ code }).whereNull('removed_at').first(registered);
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

/** Locks a platform of somebody else's that is registered now, for a change. */
export async function lockOutsidePlatform(
  transaction: Knex.Transaction,
  code: string,
): Promise<RegisteredPlatform | null> {
  const row = await transaction('platforms')
    .where({ code, kind: 'outside' })
    .whereNull('removed_at')
    .forUpdate()
    .first(registered);
  return row ?? null;
}

/** Writes what may change of a platform that was locked. @returns how many rows changed */
export async function updatePlatform(db: Knex, platform: Platform): Promise<number> {
  return db('platforms')
    .where({ code: platform.code })
    .update({
      name: platform.name,
      home_uri: platform.homeUri,
      redirect_uris: [...platform.redirectUris],
      sign_out_uris: [...platform.signOutUris],
      back_channel_uri: platform.backChannelUri,
      scopes: [...platform.scopes],
    });
}

/** Writes the secrets of a platform that was locked. @returns how many rows changed */
export async function updateSecrets(
  db: Knex,
  code: string,
  newest: Buffer | null,
  former: Buffer | null,
): Promise<number> {
  return db('platforms').where({ code }).update({ secret_cipher: newest, former_secret_cipher: former });
}
