import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { ProofSettings } from '../../infrastructure/config/account-settings';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { OBJECTION_HOURS } from '../../rules/account/objection-hours';
import { isDelayed, type ProofRoute } from '../../rules/account/proof-route';
import type { Account } from '../accounts/account';
import { findAccount, findOwningAccount, lockAccount } from '../accounts/account.repository';
import type { AccountMailValues } from '../accounts/account-mail.presenter';
import { endAccountSessions } from '../accounts/account-session.repository';
import { auditAccount } from '../accounts/audit-account';
import { activateAccount, suspendAccount } from '../accounts/ownership.repository';
import { findPersonForUpdate, type Person } from '../accounts/person.repository';
import { openIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import { endClaimsOf, findOpenClaim, insertClaim, isInUse, letProofWait } from './number-claim.repository';
import { createObjectionLink, createToken, hashObjectionToken } from './objection-link.repository';
import { insertReRegistration, isContested } from './re-registration.repository';
import { routeNames } from './route.presenter';

interface AccountProof {
  readonly accountId: number;
  readonly route: ProofRoute;
  readonly origin: Origin;
  /** 客服 has heard both sides of an objection: the old account is told, and cannot object again. */
  readonly settles?: boolean;
  /** It has waited for its hours. */
  readonly waited?: boolean;
}

/** When a proof takes effect; null: it has. */
interface Proved {
  readonly effectiveAt: Date | null;
}

export type ProveAccount = (transaction: Knex.Transaction, proof: AccountProof) => Promise<Proved>;

interface ProveAccountParts extends ProofSettings {
  readonly cipher: Cipher;
  readonly publicUrl: URL;
}

/**
 * The one transition in which every route ends: the account is active at once; the one that had the number is
 * suspended, its sessions end, and everything bound to it is told, with a link to object within 72 hours. Against an
 * account that is in use a proof by facts or classmates waits first, with a link to object all the while. Person, then
 * accounts are locked, in this order everywhere. Of two at the same instant one wins: while an objection may come, or
 * has come, no route but 客服协助验证 proves anything. `publicUrl` heads the link.
 * @throws AppError numberContested (409), conflict (409)
 */
export function createProveAccount(cipher: Cipher, publicUrl: URL, given: ProofSettings): ProveAccount {
  const parts: ProveAccountParts = { cipher, publicUrl, ...given };
  return (transaction, given1) => proveAccount(parts, transaction, given1);
}

async function proveAccount(
  parts: ProveAccountParts,
  transaction: Knex.Transaction,
  { accountId, route, origin, settles = false, waited = false }: AccountProof,
): Promise<Proved> {
  const { cipher, support } = parts;
  const { account, person } = await lockClaim(transaction, accountId);
  if (route !== 'review' && (await isContested(transaction, person.id, route)))
    throw new AppError('numberContested', 409);
  const old = await findOwningAccount(transaction, person.id);
  if (old !== null && !waited && (await mustWait(parts, transaction, old, route)))
    return wait(parts, transaction, { account, person, old }, route, origin);
  await suspend(transaction, old);
  if ((await activateAccount(transaction, account.id, person.id)) !== 1) throw new AppError('conflict', 409);
  await endClaimsOf(transaction, account.id, 'proved');
  const token = createToken();
  const cancelAt = await insertReRegistration(transaction, {
    personId: person.id,
    newAccountId: account.id,
    old: old && { accountId: old.id, tokenHash: hashObjectionToken(token) },
    route,
    hours: OBJECTION_HOURS,
    heard: settles,
  });
  await auditAccount(transaction, account, origin, 'proveAccount', { route, old: old?.id ?? null });
  const told = { at: now(), values: { route: routeNames[route] } };
  await tellAccount(transaction, cipher, account, { kind: 'proved', ...told });
  const values = { route: routeNames[route], cancelAt, link: linkTo(parts, token), support };
  if (old !== null) await tellOld(parts, transaction, old, settles ? 'contestLost' : 'suspended', values);
  return { effectiveAt: null };
}

const linkTo = ({ publicUrl }: ProveAccountParts, token: string) =>
  new URL(`/account/objections/${token}`, publicUrl).href;

const now = () => new Date(wallClock());

async function mustWait(
  parts: ProveAccountParts,
  transaction: Knex,
  old: Account | null,
  route: ProofRoute,
): Promise<boolean> {
  const { delayHours, inUseDays } = parts;
  if (old === null || old.status !== 'active' || !isDelayed(route, delayHours)) return false;
  return isInUse(transaction, old.id, inUseDays);
}

async function wait(
  parts: ProveAccountParts,
  transaction: Knex,
  claim: { readonly account: Account; readonly person: Person; readonly old: Account },
  route: ProofRoute,
  origin: Origin,
): Promise<Proved> {
  const { delayHours, cipher } = parts;
  const { account, person, old } = claim;
  const ids = { personId: person.id, newAccountId: account.id, oldAccountId: old.id };
  const open = (await findOpenClaim(transaction, account.id)) ?? (await insertClaim(transaction, ids));
  // Proved by another route, or by one classmate more: it takes effect no earlier and no later.
  if (open.effectiveAt !== null && open.objectedAt === null) return { effectiveAt: open.effectiveAt };
  const effectiveAt = await letProofWait(transaction, open.id, route, delayHours);
  if (effectiveAt === null) throw new AppError('numberContested', 409);
  await auditAccount(transaction, account, origin, 'proofWaits', { route, old: old.id });
  const values = { route: routeNames[route], effectiveAt };
  await tellAccount(transaction, cipher, account, { kind: 'proofWaits', at: now(), values });
  const link = linkTo(parts, await createObjectionLink(transaction, { claimId: open.id }));
  const tail = openIdentity(cipher, old.identityCipher, old.userName).slice(-2);
  const told = { ...values, tail, link };
  await tellAccount(transaction, cipher, old, { kind: 'numberProved', at: now(), values: told });
  return { effectiveAt };
}

/** Stops the account that has the number; after an objection it is stopped already. */
async function suspend(transaction: Knex.Transaction, old: Account | null): Promise<void> {
  if (old === null) return;
  if (old.status === 'active' && (await suspendAccount(transaction, old.id)) !== 1)
    throw new AppError('conflict', 409);
  await endAccountSessions(transaction, old.id, 'suspension');
}

async function tellOld(
  parts: ProveAccountParts,
  transaction: Knex.Transaction,
  old: Account,
  kind: 'contestLost' | 'suspended',
  values: AccountMailValues,
): Promise<void> {
  const tail = openIdentity(parts.cipher, old.identityCipher, old.userName).slice(-2);
  await tellAccount(transaction, parts.cipher, old, { kind, at: now(), values: { tail, ...values } });
}

async function lockClaim(transaction: Knex.Transaction, accountId: number) {
  const before = await findAccount(transaction, accountId);
  const person = before === null ? null : await findPersonForUpdate(transaction, before.identityIndex);
  const account = await lockAccount(transaction, accountId);
  // Proved, or its number taken back, in the same moment.
  if (person === null || account?.status !== 'unproved') throw new AppError('conflict', 409);
  return { account, person };
}
