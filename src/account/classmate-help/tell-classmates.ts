import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { findAccount } from '../../domain/accounts/account.repository';
import type { AccountMailKind } from '../../domain/accounts/account-mail.presenter';
import { openIdentity } from '../../domain/accounts/sealed';
import { tellAccount } from '../../domain/accounts/tell-account';
import { wallClock } from '../../infrastructure/clock';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { ClassmateInvitation } from './classmate-invitation.repository';
import type { ClassmateRequest } from './classmate-request.repository';

/** Tells the two sides, in the transaction of the event. Nothing of the number is in what helpers read. */
interface ClassmateTeller {
  toHelper(
    transaction: Knex,
    kind: AccountMailKind,
    about: ClassmateRequest,
    invitation: Pick<ClassmateInvitation, 'id' | 'helperAccountId'>,
    claimantName: string,
  ): Promise<void>;
  toClaimant(
    transaction: Knex,
    kind: AccountMailKind,
    claimant: Account,
    request: ClassmateRequest,
    progress?: { readonly count: number; readonly needed: number },
  ): Promise<void>;
  /** The account that has the number, where there is one. */
  toOwner(transaction: Knex, owner: Account): Promise<void>;
}

export function createClassmateTeller(cipher: Cipher): ClassmateTeller {
  const at = () => new Date(wallClock());
  return {
    async toHelper(transaction, kind, request, { id, helperAccountId }, claimant) {
      const helper = await findAccount(transaction, helperAccountId);
      // A closed or suspended account gets no mail: nobody would read it.
      if (helper?.status !== 'active') return;
      const { institutionName: institution, className, expiresAt: until } = request;
      await tellAccount(transaction, cipher, helper, {
        kind,
        at: at(),
        values: { claimant, institution, className, until },
        path: `/account/classmates/${id}`,
      });
    },

    async toClaimant(transaction, kind, claimant, request, progress = { count: 0, needed: 0 }) {
      const { classmateName: classmate, expiresAt: until } = request;
      const values = { classmate, until, ...progress };
      await tellAccount(transaction, cipher, claimant, { kind, at: at(), values });
    },

    async toOwner(transaction, owner) {
      const tail = openIdentity(cipher, owner.identityCipher, owner.userName).slice(-2);
      await tellAccount(transaction, cipher, owner, { kind: 'numberClaimed', at: at(), values: { tail } });
    },
  };
}
