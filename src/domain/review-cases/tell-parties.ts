import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findAccount } from '../accounts/account.repository';
import type { AccountMailKind, AccountMailValues } from '../accounts/account-mail.presenter';
import { openIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import type { ReviewCase } from './review-case';
import type { ReviewParty } from './review-party';
import { listSides } from './review-side.repository';

/**
 * After a sending: a receipt to who has sent; to the other side of an objection that it may send too; to whoever has
 * the number, that somebody else asks for it.
 */
export async function tellOfSending(
  transaction: Knex,
  cipher: Cipher,
  { account, contest }: ReviewParty,
  queued: ReviewCase,
): Promise<void> {
  const { deadlineAt, heardAt } = queued;
  if (deadlineAt === null) throw new Error(`case ${queued.id} is not in the queue`);
  const at = new Date(wallClock());
  const values = { deadline: deadlineAt };
  await tellAccount(transaction, cipher, account, { kind: 'reviewSent', at, values });
  if (contest === null) {
    const tail = openIdentity(cipher, account.identityCipher, account.userName).slice(-2);
    if (queued.rivalId !== null)
      await tellOne(transaction, cipher, queued.rivalId, 'numberReviewed', { tail });
    return;
  }
  // Both have sent.
  if (heardAt === null) return;
  const otherId = contest.oldAccountId === account.id ? contest.newAccountId : contest.oldAccountId;
  if (otherId !== null) await tellOne(transaction, cipher, otherId, 'reviewOtherSent', { heardAt });
}

/** Tells everybody who has sent something to a case what became of it. */
export async function tellSenders(
  transaction: Knex,
  cipher: Cipher,
  { id }: Pick<ReviewCase, 'id'>,
  kind: AccountMailKind,
  values: AccountMailValues = {},
): Promise<void> {
  for (const { accountId, sentAt } of await listSides(transaction, id))
    if (sentAt !== null) await tellOne(transaction, cipher, accountId, kind, values);
}

/** Tells one side of a case. */
export async function tellOne(
  transaction: Knex,
  cipher: Cipher,
  accountId: number,
  kind: AccountMailKind,
  values: AccountMailValues = {},
): Promise<void> {
  const account = await findAccount(transaction, accountId);
  if (account !== null)
    await tellAccount(transaction, cipher, account, { kind, at: new Date(wallClock()), values });
}
