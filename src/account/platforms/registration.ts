import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { insertAuditEntry, OPERATOR } from '../../domain/audit/audit.repository';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type AllowedTarget, leadsInside } from '../../infrastructure/security/special-address';
import { sealPlatformSecret } from './client-metadata';
import type { Platform } from './platform';
import { insertPlatform, removePlatform } from './platform.repository';

/** What is wrong with a platform that is to be registered, by the field it is about. */
export interface PlatformFault {
  readonly field: 'code' | 'name' | 'home' | 'return' | 'signOut' | 'backChannel';
  readonly fault: 'missing' | 'shape' | 'notHttps' | 'inside';
}

const CODE = /^[a-z][a-z0-9-]{1,39}$/;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The faults of a platform of somebody else's. Its addresses are complete, without a fragment or a wild card, and
 * https: codes and names of people travel to them; http serves this machine alone. The one that this server calls by
 * itself leads to no machine of an inside network but those of `allowed`.
 */
export function findPlatformFaults(
  platform: Omit<Platform, 'kind' | 'scopes'>,
  allowed: readonly AllowedTarget[],
): readonly PlatformFault[] {
  const { code, name, homeUri, redirectUris, signOutUris, backChannelUri } = platform;
  const faults: PlatformFault[] = [];
  const addFault = (field: PlatformFault['field'], fault: PlatformFault['fault'] | null) => {
    if (fault !== null) faults.push({ field, fault });
  };
  addFault('code', code === '' ? 'missing' : CODE.test(code) ? null : 'shape');
  addFault('name', name.trim() === '' ? 'missing' : name.length > 60 ? 'shape' : null);
  addFault('home', homeUri === '' ? 'missing' : findUriFault(homeUri));
  if (redirectUris.length === 0) addFault('return', 'missing');
  for (const uri of redirectUris) addFault('return', findUriFault(uri));
  for (const uri of signOutUris) addFault('signOut', findUriFault(uri));
  if (backChannelUri !== null)
    addFault('backChannel', findUriFault(backChannelUri) ?? findCallFault(backChannelUri, allowed));
  return faults;
}

function findUriFault(text: string): 'shape' | 'notHttps' | null {
  if (!/^https?:\/\//.test(text) || /[#*\s\\]/.test(text)) return 'shape';
  try {
    const { protocol, hostname, username } = new URL(text);
    if (username !== '') return 'shape';
    return protocol === 'https:' || LOOPBACK.has(hostname) ? null : 'notHttps';
  } catch {
    return 'shape';
  }
}

function findCallFault(text: string, allowed: readonly AllowedTarget[]): 'inside' | null {
  return leadsInside(new URL(text), allowed) ? 'inside' : null;
}

/** 32 random bytes, as a platform is told them: 43 characters. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Registers a platform of somebody else's. @returns its secret, shown once; null when the code is or was given. */
export async function registerPlatform(
  db: Knex,
  cipher: Cipher,
  platform: Omit<Platform, 'kind'>,
): Promise<string | null> {
  const secret = createSecret();
  return db.transaction(async (transaction) => {
    const sealed = sealPlatformSecret(cipher, platform.code, secret);
    if ((await insertPlatform(transaction, { ...platform, kind: 'outside' }, sealed)) !== 1) return null;
    await auditPlatform(transaction, 'addPlatform', platform.code);
    return secret;
  });
}

/** Takes a platform of somebody else's out of the register. @returns whether it was there. */
export async function unregisterPlatform(db: Knex, code: string): Promise<boolean> {
  return db.transaction(async (transaction) => {
    if ((await removePlatform(transaction, code)) !== 1) return false;
    await auditPlatform(transaction, 'removePlatform', code);
    return true;
  });
}

/** Records what the operator did with a platform. */
export function auditPlatform(
  transaction: Knex.Transaction,
  action: string,
  code: string,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  return insertAuditEntry(transaction, {
    ...OPERATOR,
    action,
    subjectKind: 'platform',
    subjectId: code,
    detail,
  });
}
