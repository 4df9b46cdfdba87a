import type { Knex } from 'knex';
import type { PlatformScope } from './platform';

/** What an account lets a platform see. */
interface Consent {
  readonly platformCode: string;
  readonly platformName: string;
  readonly scopes: readonly PlatformScope[];
  readonly givenAt: Date;
  /** The last sign-in there. */
  readonly usedAt: Date;
}

const columns = {
  platformCode: 'platform_consents.platform_code',
  platformName: 'platforms.name',
  scopes: 'platform_consents.scopes',
  givenAt: 'platform_consents.given_at',
  usedAt: 'platform_consents.used_at',
} as const;

const standing = (db: Knex, accountId: number) =>
  db('platform_consents')
    .join('platforms', 'platforms.code', 'platform_consents.platform_code')
    .where('platform_consents.account_id', accountId)
    .whereNull('platform_consents.withdrawn_at')
    .whereNull('platforms.removed_at');

/** The platforms that an account has authorised, the newest first. */
export async function listConsents(db: Knex, accountId: number): Promise<Consent[]> {
  return standing(db, accountId).orderBy('platform_consents.given_at', 'desc').select(columns);
}

export async function findConsent(
  db: Knex,
  accountId: number,
  platformCode: string,
): Promise<Consent | null> {
  const row = await standing(db, accountId)
    .where('platform_consents.platform_code', platformCode)
    .first(columns);
  return row ?? null;
}

/** Writes a consent down; one that stands already is widened. The account's row is locked by the caller. */
export async function giveConsent(
  transaction: Knex.Transaction,
  accountId: number,
  platformCode: string,
  scopes: readonly PlatformScope[],
): Promise<void> {
  const widened = await transaction('platform_consents')
    .where({ account_id: accountId, platform_code: platformCode })
    .whereNull('withdrawn_at')
    .update({ scopes: [...scopes] });
  if (widened === 1) return;
  await transaction('platform_consents').insert({
    account_id: accountId,
    platform_code: platformCode,
    scopes: [...scopes],
  });
}

/** Records a sign-in at a platform. */
export async function touchConsent(db: Knex, accountId: number, platformCode: string): Promise<void> {
  await db('platform_consents')
    .where({ account_id: accountId, platform_code: platformCode })
    .whereNull('withdrawn_at')
    .update({ used_at: db.raw('clock_timestamp()') });
}

/** @returns how many rows changed: 0 when nothing was authorised. */
export async function withdrawConsent(
  transaction: Knex.Transaction,
  accountId: number,
  platformCode: string,
): Promise<number> {
  return transaction('platform_consents')
    .where({ account_id: accountId, platform_code: platformCode })
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: transaction.raw('clock_timestamp()') });
}

/** Leaves of all consents to a platform what it may still see. */
export async function narrowConsents(
  db: Knex,
  platformCode: string,
  scopes: readonly PlatformScope[],
): Promise<void> {
  await db('platform_consents')
    .where({ platform_code: platformCode })
    .whereNull('withdrawn_at')
    .whereRaw('not (scopes <@ ?::text[])', [[...scopes]])
    .update({
      scopes: db.raw(
        'array(select one from unnest(scopes) with ordinality as held (one, place) where one = any (?::text[]) order by place)',
        [[...scopes]],
      ),
    });
}
