import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { NO_BROWSER } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { lockAccount } from '../accounts/account.repository';
import { lockPerson } from '../accounts/ownership.repository';
import { tellAccount } from '../accounts/tell-account';
import { endClaim, findClaim, findDueClaim, type NumberClaim } from './number-claim.repository';
import type { ProveAccount } from './prove-account';

/** Proofs that wait for their hours, in the database: a restart forgets none. */
interface WaitingProofs {
  /** Lets every proof take effect whose time has come, one transaction each. @returns how many were looked at. */
  settleDue(): Promise<number>;
}

export function createWaitingProofs(db: Knex, cipher: Cipher, proveAccount: ProveAccount): WaitingProofs {
  const takeEffect = ({ id, personId, newAccountId, route }: NumberClaim) =>
    db.transaction(async (transaction) => {
      await lockPerson(transaction, personId);
      const claim = await findClaim(transaction, id);
      // Objected to, or taken effect in another process, since it was found.
      if (claim === null || claim.endedAt !== null || claim.objectedAt !== null || route === null) return;
      await proveAccount(transaction, { accountId: newAccountId, route, origin: NO_BROWSER, waited: true });
    });

  /** Something came between: the number was taken over by another route, or the account is gone. */
  const giveUp = ({ id, personId, newAccountId }: NumberClaim) =>
    db.transaction(async (transaction) => {
      await lockPerson(transaction, personId);
      if ((await endClaim(transaction, id, 'void')) !== 1) return;
      const account = await lockAccount(transaction, newAccountId);
      if (account?.status === 'unproved')
        await tellAccount(transaction, cipher, account, { kind: 'proofVoid', at: new Date(wallClock()) });
    });

  async function settle(claim: NumberClaim): Promise<void> {
    try {
      await takeEffect(claim);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await giveUp(claim);
    }
  }

  return {
    async settleDue() {
      for (let count = 0; ; count += 1) {
        const due = await findDueClaim(db);
        if (due === null) return count;
        await settle(due);
      }
    },
  };
}
