import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { findAccount, lockAccount } from '../../domain/accounts/account.repository';
import { endAccountSessions } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { withdrawClosing } from '../../domain/accounts/closing.repository';
import { lockPerson, unproveAccount } from '../../domain/accounts/ownership.repository';
import { tellAccount } from '../../domain/accounts/tell-account';
import { cancelDue } from '../../domain/re-registration/cancel-due-accounts';
import {
  listClaimsAgainst,
  type NumberClaim,
  objectToClaim,
} from '../../domain/re-registration/number-claim.repository';
import {
  createObjectionLink,
  findObjectionTarget,
} from '../../domain/re-registration/objection-link.repository';
import {
  findForUpdate,
  findLoss,
  type ReRegistration,
  recordObjection,
} from '../../domain/re-registration/re-registration.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { ProofRoute } from '../../rules/account/proof-route';
import { describeClaim, describeProof, type Objection } from './objection';

/** Two tables have reasons, each with numbers of its own. */
const reasonContext = (table: 're_registrations' | 'number_claims', id: number) => ({
  column: 're_registrations.objection',
  row: `${table}|${id}`,
});
/** A page that is reached by the password serves as long as one needs to read and answer. */
const SHOWN_HOURS = 2;

interface Parts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

export function createObjectionService(db: Knex, cipher: Cipher) {
  const parts: Parts = { db, cipher };
  return bindParts(parts, { find, object, createLink, listClaims, cancelDue });
}

export type ObjectionService = ReturnType<typeof createObjectionService>;

/** What a link is about; null for one that was never made. */
async function find(parts: Parts, token: string): Promise<Objection | null> {
  const target = await findObjectionTarget(parts.db, token);
  if (target === null) return null;
  return target.kind === 'proof'
    ? describeProof(parts.db, target.proof)
    : describeClaim(parts.db, target.claim);
}

/**
 * Objects, with a reason. A claim proves nothing any more by facts or classmates. A proof that has taken effect is
 * taken back until 客服 has heard both; one by APP stands meanwhile, without 注销 and changes of phone.
 * @returns false when too late
 */
const object = (parts: Parts, token: string, reason: string, origin: Origin): Promise<boolean> =>
  parts.db.transaction(async (transaction) => {
    const target = await findObjectionTarget(transaction, token);
    if (target === null) return false;
    return target.kind === 'proof'
      ? objectToProof(parts, transaction, target.proof, reason, origin)
      : objectToClaimNow(parts, transaction, target.claim, reason, origin);
  });

/**
 * A link for somebody who has just proved to be the owner of an account that was stopped, or whose number is claimed;
 * null where there is nothing to object to.
 */
async function createLink({ db }: Parts, accountId: number): Promise<string | null> {
  const [claim] = await listClaimsAgainst(db, accountId);
  if (claim !== undefined) return createObjectionLink(db, { claimId: claim.id }, SHOWN_HOURS);
  const account = await findAccount(db, accountId);
  const loss = account?.status === 'suspended' ? await findLoss(db, accountId) : null;
  return loss && createObjectionLink(db, { reRegistrationId: loss.id }, SHOWN_HOURS);
}

/** What an account that works may object to, what takes effect first first. */
const listClaims = ({ db }: Parts, accountId: number): Promise<readonly NumberClaim[]> =>
  listClaimsAgainst(db, accountId);

const now = () => new Date(wallClock());

async function objectToProof(
  parts: Parts,
  transaction: Knex.Transaction,
  { id, personId }: ReRegistration,
  reason: string,
  origin: Origin,
): Promise<boolean> {
  await lockPerson(transaction, personId);
  const proof = await findForUpdate(transaction, id);
  if (proof === null || proof.oldAccountId === null || proof.cancelAt.getTime() <= wallClock()) return false;
  const sealed = parts.cipher.encrypt(reason, reasonContext('re_registrations', id));
  if ((await recordObjection(transaction, id, sealed)) !== 1) return false;
  const account = await lockAccount(transaction, proof.newAccountId);
  if (account?.status === 'active') await holdBack(parts, transaction, account, proof.route);
  await auditAccount(transaction, { id: proof.oldAccountId }, origin, 'objectToProof', {
    reRegistration: id,
  });
  return true;
}

/** A face stays proved while both are heard; anything else is taken back. */
async function holdBack(
  parts: Parts,
  transaction: Knex.Transaction,
  account: Account,
  route: ProofRoute,
): Promise<void> {
  if (route === 'app') {
    await withdrawClosing(transaction, account.id);
    return tellAccount(transaction, parts.cipher, account, { kind: 'objectedStands', at: now() });
  }
  await unproveAccount(transaction, account.id);
  await endAccountSessions(transaction, account.id, 'suspension');
  await tellAccount(transaction, parts.cipher, account, { kind: 'objected', at: now() });
}

async function objectToClaimNow(
  parts: Parts,
  transaction: Knex.Transaction,
  claim: NumberClaim,
  reason: string,
  origin: Origin,
): Promise<boolean> {
  await lockPerson(transaction, claim.personId);
  const sealed = parts.cipher.encrypt(reason, reasonContext('number_claims', claim.id));
  if ((await objectToClaim(transaction, claim.id, sealed)) !== 1) return false;
  const account = await lockAccount(transaction, claim.newAccountId);
  if (account?.status === 'unproved')
    await tellAccount(transaction, parts.cipher, account, { kind: 'claimObjected', at: now() });
  await auditAccount(transaction, { id: claim.oldAccountId }, origin, 'objectToClaim', { claim: claim.id });
  return true;
}
