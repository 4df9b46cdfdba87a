import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { OBJECTION_HOURS } from '../../rules/account/objection-hours';
import type { Account } from '../accounts/account';
import { lockAccount } from '../accounts/account.repository';
import { endAccountSessions } from '../accounts/account-session.repository';
import { auditAccount } from '../accounts/audit-account';
import { restoreAccount, stopClaimant } from '../accounts/ownership.repository';
import { openIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import { createToken, hashObjectionToken } from './objection-link.repository';
import { insertReRegistration } from './re-registration.repository';

/** The two accounts of a contest whose number goes back to the one that objected. */
interface SettledForOld {
  readonly personId: number;
  readonly oldAccountId: number;
  readonly newAccountId: number;
  readonly origin: Origin;
}

export type SettleForOld = (transaction: Knex.Transaction, contest: SettledForOld) => Promise<void>;

/**
 * What 客服 does when both sides were heard and the number is the old account's: it works again at once; the one that
 * had proved itself is suspended and cancelled after 72 hours. The person must be locked before. `support`: how 客服 is reached.
 * @throws AppError conflict (409) when one of the two is not in its place any more
 */
export function createSettleForOld(cipher: Cipher, support: string): SettleForOld {
  return async (transaction, { personId, oldAccountId, newAccountId, origin }) => {
    const old = await getLocked(transaction, oldAccountId);
    const rival = await getLocked(transaction, newAccountId);
    // One that had proved itself by a face works until now: first it is stopped, then the other has the number.
    const stopped = await stopClaimant(transaction, rival.id);
    const restored = await restoreAccount(transaction, old.id, personId);
    if (restored !== 1 || stopped !== 1) throw new AppError('conflict', 409);
    await endAccountSessions(transaction, rival.id, 'suspension');
    const cancelAt = await insertReRegistration(transaction, {
      personId,
      newAccountId: old.id,
      // A link that nobody is sent: both sides were heard.
      old: {
        accountId: rival.id,
        tokenHash: hashObjectionToken(createToken()),
      },
      route: 'review',
      hours: OBJECTION_HOURS,
      heard: true,
    });
    await auditAccount(transaction, old, origin, 'restoreAccount', { old: rival.id });
    const values = { tail: openIdentity(cipher, old.identityCipher, old.userName).slice(-2), cancelAt };
    const at = new Date(wallClock());
    await tellAccount(transaction, cipher, old, { kind: 'contestWon', at, values });
    await tellAccount(transaction, cipher, rival, {
      kind: 'contestLost',
      at,
      values: { ...values, support },
    });
  };
}

async function getLocked(transaction: Knex.Transaction, id: number): Promise<Account> {
  const account = await lockAccount(transaction, id);
  if (account === null) throw new Error(`there is no account ${id}`);
  return account;
}
