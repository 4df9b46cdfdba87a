import type { Knex } from 'knex';
import { lockAccount } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { tellAccount } from '../../domain/accounts/tell-account';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findConsent, giveConsent, withdrawConsent } from './consent.repository';
import { deleteIssued } from './oidc-record.repository';
import type { Platform, PlatformScope } from './platform';
import { endPlatformSessions } from './platform-session.repository';

interface ConsentParts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

export function createConsentService(db: Knex, cipher: Cipher) {
  const parts: ConsentParts = { db, cipher };
  return bindParts(parts, { give, withdraw });
}

export type ConsentService = ReturnType<typeof createConsentService>;

/** Lets a platform see what it asks for, beside what it may see already; the owner is told. */
async function give(
  { db, cipher }: ConsentParts,
  account: SignedInAccount,
  { code, name }: Platform,
  scopes: readonly PlatformScope[],
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    const locked = await lockAccount(transaction, account.id);
    if (locked?.status !== 'active') throw new AppError('conflict', 409);
    const before = (await findConsent(transaction, account.id, code))?.scopes ?? [];
    const all = [...new Set([...before, ...scopes])];
    await giveConsent(transaction, account.id, code, all);
    await auditAccount(transaction, account, origin, 'authorizePlatform', {
      platform: code,
      scopes: all.join(' '),
    });
    await tellAccount(transaction, cipher, locked, {
      kind: 'platformAuthorized',
      at: new Date(wallClock()),
      values: { platform: name, address: origin.address },
    });
  });
}

/**
 * Takes a consent back: tokens and sessions there end with it.
 * @throws AppError notFound where nothing was authorised.
 */
async function withdraw(
  { db, cipher }: ConsentParts,
  account: SignedInAccount,
  platformCode: string,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    const locked = await lockAccount(transaction, account.id);
    const consent = await findConsent(transaction, account.id, platformCode);
    if (locked === null || consent === null) throw notFound();
    if ((await withdrawConsent(transaction, account.id, platformCode)) !== 1)
      throw new AppError('conflict', 409);
    await deleteIssued(transaction, account.id, platformCode);
    await endPlatformSessions(transaction, account.id, platformCode);
    await auditAccount(transaction, account, origin, 'withdrawPlatform', { platform: platformCode });
    await tellAccount(transaction, cipher, locked, {
      kind: 'platformWithdrawn',
      at: new Date(wallClock()),
      values: { platform: consent.platformName, address: origin.address },
    });
  });
}
