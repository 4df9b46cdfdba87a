import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Account } from '../accounts/account';
import { findAccount, findOwningAccount } from '../accounts/account.repository';
import { restoreAccount } from '../accounts/ownership.repository';
import { openIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import { endClaimsOf } from './number-claim.repository';
import { findContest } from './re-registration.repository';

/** What an unproved account leaves behind that is closed or lapses. Its person must be locked before. */
export type ReleaseNumber = (transaction: Knex.Transaction, gone: Account) => Promise<void>;

/** Its claims end; where its proof was objected to, the account that objected has the number again. */
export function createReleaseNumber(cipher: Cipher): ReleaseNumber {
  return async (transaction, gone) => {
    await endClaimsOf(transaction, gone.id, 'gone');
    const contest = await findContest(transaction, gone.id);
    if (contest === null || contest.oldAccountId === null || contest.upheldAt !== null) return;
    const owner = await findOwningAccount(transaction, contest.personId);
    if (owner?.id !== contest.oldAccountId || owner.status !== 'suspended') return;
    if ((await restoreAccount(transaction, owner.id, contest.personId)) !== 1) return;
    const old = await findAccount(transaction, owner.id);
    if (old === null) return;
    const values = { tail: openIdentity(cipher, old.identityCipher, old.userName).slice(-2) };
    await tellAccount(transaction, cipher, old, {
      kind: 'numberReturned',
      at: new Date(wallClock()),
      values,
    });
  };
}
