import type { Knex } from 'knex';
import { type Account, findAccount, findOwningAccount } from '../accounts';
import { findByToken, findContest, hashObjectionToken, type ReRegistration } from '../re-registration';
import { openStates, type ReviewCase } from './review-case';
import { findNewestCase, type Opposition } from './review-case.repository';

/** One who sends pictures: an unproved account, or the old side of an objection. */
export interface ReviewParty {
  readonly account: Account;
  /** The objected re-registration between the two; null: there is no other side to hear. */
  readonly contest: ReRegistration | null;
}

/** An unproved account as a party: of a contest where its proof was objected to. */
export async function findApplicant(db: Knex, account: Account): Promise<ReviewParty> {
  const contest = await findContest(db, account.id);
  const { oldAccountId = null } = contest ?? {};
  const old = oldAccountId === null ? null : await findAccount(db, oldAccountId);
  return { account, contest: old?.status === 'suspended' ? contest : null };
}

/** The old side of an objection, by its link; null where nobody objected by it, or nothing is to be settled any more. */
export async function findObjector(db: Knex, token: string): Promise<ReviewParty | null> {
  const contest = await findByToken(db, hashObjectionToken(token));
  const { oldAccountId = null, objectedAt = null } = contest ?? {};
  if (contest === null || oldAccountId === null || objectedAt === null) return null;
  const [old, rival] = await Promise.all([
    findAccount(db, oldAccountId),
    findAccount(db, contest.newAccountId),
  ]);
  return old?.status === 'suspended' && rival?.status === 'unproved' ? { account: old, contest } : null;
}

/** The newest case of a party. Of a contest it is the case of both; one from before the objection becomes that. */
export async function findCaseOf(db: Knex, { account, contest }: ReviewParty): Promise<ReviewCase | null> {
  if (contest === null) return findNewestCase(db, { accountId: account.id });
  const before = await findNewestCase(db, { accountId: contest.newAccountId });
  if (before !== null && openStates.includes(before.state)) return before;
  return findNewestCase(db, { contestId: contest.id });
}

/** Who stands against an applicant now. A contest with an account that has lost the number since is over. */
export async function findOpposition(
  db: Knex,
  { contest }: Pick<ReviewParty, 'contest'>,
  personId: number,
): Promise<Opposition> {
  const owner = await findOwningAccount(db, personId);
  const rivalId = owner?.id ?? null;
  return { rivalId, contestId: contest !== null && contest.oldAccountId === rivalId ? contest.id : null };
}
