import type { Knex } from 'knex';
import { openStates, type ReviewCase, type ReviewState } from './review-case';

const columns = {
  id: 'id',
  personId: 'person_id',
  accountId: 'account_id',
  rivalId: 'rival_id',
  contestId: 'contest_id',
  state: 'state',
  round: 'round',
  submittedAt: 'submitted_at',
  deadlineAt: 'deadline_at',
  heardAt: 'heard_at',
  decidedAt: 'decided_at',
  bindUntil: 'bind_until',
} as const;

/** The newest case of an account, or of an objected re-registration; drafts too. */
export async function findNewestCase(
  db: Knex,
  of: { readonly accountId: number } | { readonly contestId: number },
): Promise<ReviewCase | null> {
  const where = 'accountId' in of ? { account_id: of.accountId } : { contest_id: of.contestId };
  return (await db('review_cases').where(where).orderBy('id', 'desc').first(columns)) ?? null;
}

/** A case that was sent; null for a draft, and where there is none. */
export async function findSentCase(db: Knex, id: number): Promise<ReviewCase | null> {
  return (await db('review_cases').where({ id }).whereNot({ state: 'draft' }).first(columns)) ?? null;
}

/** A case, to be written; its person must be locked before. */
export async function lockCase(transaction: Knex.Transaction, id: number): Promise<ReviewCase | null> {
  return (await transaction('review_cases').where({ id }).forUpdate().first(columns)) ?? null;
}

/** Begins a draft. @throws a unique violation where the account, or the contest, has a case that goes on */
export async function insertCase(
  transaction: Knex,
  { personId, accountId, contestId }: Pick<ReviewCase, 'personId' | 'accountId' | 'contestId'>,
): Promise<ReviewCase> {
  const [row] = await transaction('review_cases')
    .insert({ person_id: personId, account_id: accountId, contest_id: contestId, state: 'draft' })
    .returning<ReviewCase[]>(Object.entries(columns).map(([name, column]) => `${column} as ${name}`));
  if (row === undefined) throw new Error('a case was not written');
  return row;
}

/** Who stands against an applicant. */
export type Opposition = Pick<ReviewCase, 'rivalId' | 'contestId'>;

interface Queueing extends Opposition {
  /** Hours in which reviewers are to decide, and before that the hours in which the other side is heard. */
  readonly hours: number;
  readonly hearHours: number;
}

function describeQueueing(db: Knex, { rivalId, contestId, hours, hearHours }: Queueing) {
  return {
    state: 'waiting',
    rival_id: rivalId,
    contest_id: contestId,
    heard_at: hearHours === 0 ? null : after(db, hearHours),
    deadline_at: after(db, hearHours + hours),
  };
}

/** Puts a draft into the queue. @returns how many rows changed. */
export async function submitCase(transaction: Knex, id: number, queueing: Queueing): Promise<number> {
  return transaction('review_cases')
    .where({ id, state: 'draft' })
    .update({
      ...describeQueueing(transaction, queueing),
      submitted_at: transaction.raw('clock_timestamp()'),
    });
}

/** Puts a case back into the queue, before fresh eyes: who stands against the applicant has changed. */
export async function requeueCase(
  transaction: Knex,
  { id, round }: Pick<ReviewCase, 'id' | 'round'>,
  queueing: Queueing,
): Promise<void> {
  await transaction('review_cases')
    .where({ id })
    .whereIn('state', ['waiting', 'approved'])
    .update({
      ...describeQueueing(transaction, queueing),
      round: round + 1,
      decided_at: null,
      bind_until: null,
    });
}

/** Both sides were heard: the case may be judged at once. */
export async function endHearing(transaction: Knex, id: number, hours: number): Promise<void> {
  await transaction('review_cases')
    .where({ id, state: 'waiting' })
    .update({ heard_at: null, deadline_at: after(transaction, hours) });
}

/** Decides a case that waits. @returns how many rows changed. */
export async function decideCase(
  transaction: Knex,
  id: number,
  state: Exclude<ReviewState, 'draft' | 'waiting'>,
  bindDays: number | null = null,
): Promise<number> {
  return transaction('review_cases')
    .where({ id })
    .whereIn('state', ['waiting', 'approved'])
    .update({
      state,
      decided_at: transaction.raw('clock_timestamp()'),
      bind_until: bindDays === null ? null : after(transaction, bindDays * 24),
    });
}

/** 实名信息绑定 is done. @returns how many rows changed: 0 when it is too late. */
export async function bindCase(transaction: Knex, id: number): Promise<number> {
  return transaction('review_cases')
    .where({ id, state: 'approved' })
    .whereRaw('bind_until > clock_timestamp()')
    .update({ state: 'bound' });
}

/** The applicant still asks: it is unproved, or its proof by APP was objected to. */
export const PARTY = `exists (
  select from accounts
   where accounts.id = review_cases.account_id
     and (accounts.status = 'unproved'
          or (accounts.status = 'active' and exists (
                select from re_registrations
                 where re_registrations.id = review_cases.contest_id and route = 'app' and upheld_at is null))))`;

/**
 * A case whose time is over: 实名信息绑定 was not done, its pictures are to be deleted before anybody decided, or its
 * applicant has proved itself by another route.
 */
export async function findOverdueCase(db: Knex, pictureDays: number): Promise<ReviewCase | null> {
  const row = await db('review_cases')
    .whereIn('state', openStates.slice(1))
    .andWhere((either) => {
      either
        .whereRaw("state = 'approved' and bind_until <= clock_timestamp()")
        .orWhereRaw("state = 'waiting' and submitted_at <= clock_timestamp() - make_interval(days => ?)", [
          pictureDays,
        ])
        .orWhereRaw(`not ${PARTY}`);
    })
    .orderBy('id')
    .first(columns);
  return row ?? null;
}

function after(db: Knex, hours: number): Knex.Raw {
  return db.raw('clock_timestamp() + make_interval(hours => ?)', [hours]);
}
