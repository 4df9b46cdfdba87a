import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import {
  type Account,
  activateAccount,
  auditAccount,
  endAccountSessions,
  findAccount,
  findOwningAccount,
  findPersonForUpdate,
  lockAccount,
  openIdentity,
  suspendAccount,
  tellAccount,
} from '../accounts';
import type { Origin } from '../audit';
import { realTime } from '../clock';
import { AppError } from '../errors';
import type { Cipher } from '../security/cipher';
import { insertReRegistration, isContested, type ProofRoute } from './re-registration.repository';
import { routeNames } from './route.presenter';

/** Hours in which the old account may object, before it is cancelled. */
export const OBJECTION_HOURS = 72;

export interface AccountProof {
  readonly accountId: number;
  readonly route: ProofRoute;
  readonly origin: Origin;
  /** 客服 has heard both sides of an objection: the old account is told, and cannot object again. */
  readonly settles?: boolean;
}

export type ProveAccount = (transaction: Knex.Transaction, proof: AccountProof) => Promise<void>;

/**
 * The one transition in which every route ends: the account is active at once; the one that had the number is
 * suspended, its sessions end, and everything bound to it is told, with a link to object within 72 hours. Person,
 * then accounts are locked, in this order everywhere. Of two at the same instant one wins: while an objection may
 * come, or has come, no route but 客服协助验证 proves anything. `publicUrl` heads the link.
 * @throws AppError numberContested (409), conflict (409)
 */
export function createProveAccount(cipher: Cipher, publicUrl: URL): ProveAccount {
  return async (transaction, { accountId, route, origin, settles = false }) => {
    const { account, person } = await lockClaim(transaction, accountId);
    if (route !== 'review' && (await isContested(transaction, person.id)))
      throw new AppError('numberContested', 409);
    const old = await findOwningAccount(transaction, person.id);
    if (old !== null) await suspend(transaction, old);
    if ((await activateAccount(transaction, account.id, person.id)) !== 1)
      throw new AppError('conflict', 409);
    const token = randomBytes(24).toString('base64url');
    const cancelAt = await insertReRegistration(transaction, {
      personId: person.id,
      newAccountId: account.id,
      old: old && { accountId: old.id, tokenHash: hashObjectionToken(token) },
      route,
      hours: OBJECTION_HOURS,
    });
    await auditAccount(transaction, account, origin, 'proveAccount', { route, old: old?.id ?? null });
    const told = { at: new Date(realTime()), values: { route: routeNames[route] } };
    await tellAccount(transaction, cipher, account, { kind: 'proved', ...told });
    if (old !== null) await tellOld(transaction, old, { route, token, cancelAt, settles });
  };

  /** Stops the account that has the number; after an objection it is stopped already. */
  async function suspend(transaction: Knex.Transaction, old: Account): Promise<void> {
    if (old.status === 'active' && (await suspendAccount(transaction, old.id)) !== 1)
      throw new AppError('conflict', 409);
    await endAccountSessions(transaction, old.id, 'suspension');
  }

  async function tellOld(
    transaction: Knex.Transaction,
    old: Account,
    {
      route,
      token,
      cancelAt,
      settles,
    }: { route: ProofRoute; token: string; cancelAt: Date; settles: boolean },
  ): Promise<void> {
    const link = new URL(`/account/objections/${token}`, publicUrl).href;
    const tail = openIdentity(cipher, old.identityCipher).slice(-2);
    const values = { route: routeNames[route], tail, cancelAt, link };
    const kind = settles ? 'contestLost' : 'suspended';
    await tellAccount(transaction, cipher, old, { kind, at: new Date(realTime()), values });
  }

  async function lockClaim(transaction: Knex.Transaction, accountId: number) {
    const before = await findAccount(transaction, accountId);
    const person = before === null ? null : await findPersonForUpdate(transaction, before.identityIndex);
    const account = await lockAccount(transaction, accountId);
    // Proved, or its number taken back, in the same moment.
    if (person === null || account?.status !== 'unproved') throw new AppError('conflict', 409);
    return { account, person };
  }
}

/** How an objection link is kept: never in clear. */
export function hashObjectionToken(token: string): Buffer {
  return createHash('sha256').update(`objection|${token}`).digest();
}
