import type { Knex } from 'knex';
import type { Classmate } from '../../domain/accounts/classmate.repository';

type InvitationAnswer = 'open' | 'helped' | 'refused';

/** A request as it reached one account. */
export interface ClassmateInvitation {
  readonly id: number;
  readonly requestId: number;
  readonly helperAccountId: number;
  readonly helperPersonId: number;
  readonly answer: InvitationAnswer;
  readonly answeredAt: Date | null;
}

const columns = {
  id: 'id',
  requestId: 'request_id',
  helperAccountId: 'helper_account_id',
  helperPersonId: 'helper_person_id',
  answer: 'answer',
  answeredAt: 'answered_at',
} as const;

/** @returns the new invitation's id. */
export async function insertInvitation(
  transaction: Knex,
  requestId: number,
  { accountId, personId }: Classmate,
): Promise<number> {
  const [row] = await transaction('classmate_invitations')
    .insert({ request_id: requestId, helper_account_id: accountId, helper_person_id: personId })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('an invitation was not written');
  return row.id;
}

/** An invitation of this account; null for anybody else's. */
export async function findInvitation(
  db: Knex,
  helperAccountId: number,
  id: number,
): Promise<ClassmateInvitation | null> {
  const row = await db('classmate_invitations')
    .where({ id, helper_account_id: helperAccountId })
    .first(columns);
  return row ?? null;
}

/** The last thirty that reached an account, newest first. */
export async function listInvitations(db: Knex, helperAccountId: number): Promise<ClassmateInvitation[]> {
  return db('classmate_invitations')
    .where({ helper_account_id: helperAccountId })
    .orderBy('id', 'desc')
    .limit(30)
    .select(columns);
}

export async function listInvitationsOf(
  db: Knex,
  requestIds: readonly number[],
): Promise<ClassmateInvitation[]> {
  return db('classmate_invitations')
    .whereIn('request_id', [...requestIds])
    .orderBy('id')
    .select(columns);
}

/** Writes an answer down. @returns how many rows changed: 0 when it was not as expected any more. */
export async function answerInvitation(
  transaction: Knex,
  id: number,
  from: InvitationAnswer,
  to: InvitationAnswer,
): Promise<number> {
  return transaction('classmate_invitations')
    .where({ id, answer: from })
    .update({ answer: to, answered_at: to === 'open' ? null : transaction.raw('clock_timestamp()') });
}

/** Helps of a person within the last 365 days that were not taken back. */
export async function countHelpsOfYear(db: Knex, helperPersonId: number): Promise<number> {
  const row = await db('classmate_invitations')
    .where({ helper_person_id: helperPersonId, answer: 'helped' })
    .whereRaw("answered_at > clock_timestamp() - interval '365 days'")
    .count<{ count: string }[]>({ count: '*' });
  return Number(row[0]?.count ?? 0);
}
