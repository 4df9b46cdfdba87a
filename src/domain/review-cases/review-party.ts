import type { Knex } from 'knex';
import type { Account } from '../accounts/account';
import { findAccount, findOwningAccount } from '../accounts/account.repository';
import { findObjectionTarget } from '../re-registration/objection-link.repository';
import {
  findContest,
  findHeldProof,
  type ReRegistration,
} from '../re-registration/re-registration.repository';
import { openStates, type ReviewCase } from './review-case';
import { findNewestCase, type Opposition } from './review-case.repository';

/** One who sends pictures: an unproved account, or the old side of an objection. */
export interface ReviewParty {
  readonly account: Account;
  /** The objected re-registration between the two; null: there is no other side to hear. */
  readonly contest: ReRegistration | null;
}

/**
 * An account as a party: unproved, or proved by APP and objected to. Of a contest where its proof was objected to and
 * the objector waits.
 */
export async function findApplicant(db: Knex, account: Account): Promise<ReviewParty> {
  if (account.status === 'active') return { account, contest: await findHeldProof(db, account.id) };
  const contest = await findContest(db, account.id);
  const { oldAccountId = null } = contest ?? {};
  const old = oldAccountId === null ? null : await findAccount(db, oldAccountId);
  return { account, contest: old?.status === 'suspended' ? contest : null };
}

/** Whether an account has pictures to send: it is unproved, or its proof by APP was objected to. */
export function isParty({ account, contest }: ReviewParty): boolean {
  return account.status === 'unproved' || (account.status === 'active' && contest !== null);
}

/** The old side of an objection, by its link; null where nobody objected by it, or nothing is to be settled any more. */
export async function findObjector(db: Knex, token: string): Promise<ReviewParty | null> {
  const target = await findObjectionTarget(db, token);
  if (target?.kind !== 'proof') return null;
  const { proof: contest } = target;
  const { oldAccountId, objectedAt, upheldAt } = contest;
  if (oldAccountId === null || objectedAt === null || upheldAt !== null) return null;
  const [old, rival] = await Promise.all([
    findAccount(db, oldAccountId),
    findAccount(db, contest.newAccountId),
  ]);
  if (old?.status !== 'suspended' || rival === null) return null;
  return isParty({ account: rival, contest: contest.route === 'app' ? contest : null })
    ? { account: old, contest }
    : null;
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
  // The number is in the hand of one of the two: of an account that proved itself by APP, the other is the objector.
  if (contest?.route === 'app' && (await findHeldProof(db, contest.newAccountId)) !== null)
    return { rivalId: contest.oldAccountId, contestId: contest.id };
  const owner = await findOwningAccount(db, personId);
  const rivalId = owner?.id ?? null;
  return { rivalId, contestId: contest !== null && contest.oldAccountId === rivalId ? contest.id : null };
}
