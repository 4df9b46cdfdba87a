import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { ProofSettings } from '../../infrastructure/config/account-settings';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Account } from '../accounts/account';
import { lockAccount } from '../accounts/account.repository';
import { openIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import { countClaimsOfDay, endClaim, findOpenClaim, insertClaim, isInUse } from './number-claim.repository';
import { createObjectionLink } from './objection-link.repository';

/** Claims of one number in a day of which its owner is told; whoever registers ten phones floods nobody. */
const TOLD_A_DAY = 3;

export interface ClaimNumber {
  /** After 我要重新注册: the account that has the number, where it is in use, is told, with a way to object. */
  claim(
    transaction: Knex.Transaction,
    claimant: { readonly id: number; readonly personId: number },
    owner: Account,
  ): Promise<void>;
  /** A help was taken back: what waits by classmates comes to nothing. */
  voidProof(transaction: Knex.Transaction, accountId: number): Promise<void>;
}

export function createClaimNumber(cipher: Cipher, publicUrl: URL, settings: ProofSettings): ClaimNumber {
  return {
    async claim(transaction, { id, personId }, owner) {
      if (owner.status !== 'active' || !(await isInUse(transaction, owner.id, settings.inUseDays))) return;
      const told = await countClaimsOfDay(transaction, owner.id);
      const ids = { personId, newAccountId: id, oldAccountId: owner.id };
      const claim = await insertClaim(transaction, ids);
      if (told >= TOLD_A_DAY) return;
      const token = await createObjectionLink(transaction, { claimId: claim.id });
      const link = new URL(`/account/objections/${token}`, publicUrl).href;
      const tail = openIdentity(cipher, owner.identityCipher, owner.userName).slice(-2);
      const event = { kind: 'numberRegistered' as const, at: new Date(wallClock()), values: { tail, link } };
      await tellAccount(transaction, cipher, owner, event);
    },

    async voidProof(transaction, accountId) {
      const claim = await findOpenClaim(transaction, accountId);
      if (claim?.route !== 'classmates' || (await endClaim(transaction, claim.id, 'void')) !== 1) return;
      const account = await lockAccount(transaction, accountId);
      if (account !== null)
        await tellAccount(transaction, cipher, account, { kind: 'proofVoid', at: new Date(wallClock()) });
    },
  };
}
