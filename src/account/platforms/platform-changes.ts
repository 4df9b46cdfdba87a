import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { AllowedTarget } from '../../infrastructure/security/special-address';
import { sealPlatformSecret } from './client-metadata';
import { narrowConsents } from './consent.repository';
import { deleteIssuedTo } from './oidc-record.repository';
import type { Platform } from './platform';
import { lockOutsidePlatform, updatePlatform, updateSecrets } from './platform.repository';
import { auditPlatform, createSecret, findPlatformFaults, type PlatformFault } from './registration';

/** What may change of a platform; what is left out stays. Code and kind never do. */
export type PlatformChange = Partial<Omit<Platform, 'code' | 'kind'>>;

type PlatformEdit =
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'faulty'; readonly faults: readonly PlatformFault[] }
  /** `fields`: what is another than before, by its name in `Platform`; empty where all was so already. */
  | { readonly outcome: 'edited'; readonly platform: Platform; readonly fields: readonly string[] };

/**
 * Changes a platform of somebody else's; a running server follows at once. What it may no longer see is taken out of
 * what people consented to, and its tokens end.
 */
export async function editPlatform(
  db: Knex,
  code: string,
  change: PlatformChange,
  allowed: readonly AllowedTarget[],
): Promise<PlatformEdit> {
  return db.transaction(async (transaction) => {
    const before = await lockOutsidePlatform(transaction, code);
    if (before === null) return { outcome: 'unknown' };
    const platform: Platform = { ...before, ...change };
    const fields = (Object.keys(change) as (keyof PlatformChange)[]).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(platform[field]),
    );
    const faults = findPlatformFaults(platform, allowed);
    if (faults.length > 0) return { outcome: 'faulty', faults };
    if (fields.length === 0) return { outcome: 'edited', platform, fields };
    if ((await updatePlatform(transaction, platform)) !== 1) throw new Error(`${code} was not changed`);
    if (before.scopes.some((scope) => !platform.scopes.includes(scope))) {
      await narrowConsents(transaction, code, platform.scopes);
      await deleteIssuedTo(transaction, code);
    }
    await auditPlatform(transaction, 'editPlatform', code, { fields: fields.join(' ') });
    return { outcome: 'edited', platform, fields };
  });
}

type SecretRotation =
  | { readonly outcome: 'unknown' }
  /** The one before the newest still serves: a third would end it unseen. */
  | { readonly outcome: 'twoAlready' }
  | { readonly outcome: 'rotated'; readonly secret: string };

/** Gives a platform a new secret, shown once; the old one serves beside it until it is ended. */
export async function rotateSecret(db: Knex, cipher: Cipher, code: string): Promise<SecretRotation> {
  const secret = createSecret();
  return db.transaction(async (transaction) => {
    const before = await lockOutsidePlatform(transaction, code);
    if (before === null) return { outcome: 'unknown' };
    if (before.formerSecretCipher !== null) return { outcome: 'twoAlready' };
    const sealed = sealPlatformSecret(cipher, code, secret);
    if ((await updateSecrets(transaction, code, sealed, before.secretCipher)) !== 1)
      throw new Error(`${code} was not changed`);
    await auditPlatform(transaction, 'rotatePlatformSecret', code);
    return { outcome: 'rotated', secret };
  });
}

/** Ends the secret before the newest, at once. */
export async function endFormerSecret(db: Knex, code: string): Promise<'unknown' | 'oneAlone' | 'ended'> {
  return db.transaction(async (transaction) => {
    const before = await lockOutsidePlatform(transaction, code);
    if (before === null) return 'unknown';
    if (before.formerSecretCipher === null) return 'oneAlone';
    if ((await updateSecrets(transaction, code, before.secretCipher, null)) !== 1)
      throw new Error(`${code} was not changed`);
    await auditPlatform(transaction, 'endPlatformSecret', code);
    return 'ended';
  });
}
