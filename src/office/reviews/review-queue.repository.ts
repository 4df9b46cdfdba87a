import type { Knex } from 'knex';
import type { ReviewState } from '../../domain/review-cases/review-case';
import { PARTY } from '../../domain/review-cases/review-case.repository';

/** A case as the queue lists it. */
export interface QueuedCase {
  readonly id: number;
  readonly state: ReviewState;
  /** 姓名 that the applicant claims. */
  readonly name: string;
  readonly userName: string;
  readonly identityCipher: Buffer;
  readonly contested: boolean;
  readonly submittedAt: Date;
  readonly deadlineAt: Date;
  readonly heardAt: Date | null;
  readonly decidedAt: Date | null;
  /** Whether the asking reviewer has judged it, in its present round. */
  readonly judged: boolean;
}

/** The cases that wait, the most urgent first. */
export async function listWaitingCases(db: Knex, officerId: number): Promise<readonly QueuedCase[]> {
  return selectQueued(db, officerId)
    .where({ state: 'waiting' })
    .whereRaw(PARTY)
    .orderBy(['review_cases.deadline_at', 'review_cases.id'])
    .limit(200);
}

/** What was decided with this reviewer's help, the newest first. */
export async function listOwnDecided(db: Knex, officerId: number): Promise<readonly QueuedCase[]> {
  return selectQueued(db, officerId)
    .whereIn('state', ['approved', 'restored', 'refused', 'bound'])
    .whereExists((verdicts) => {
      verdicts
        .from('review_verdicts')
        .whereRaw('case_id = review_cases.id and officer_id = ?', [officerId])
        .select(db.raw('1'));
    })
    .orderBy('review_cases.decided_at', 'desc')
    .limit(50);
}

function selectQueued(db: Knex, officerId: number): Knex.QueryBuilder {
  return db('review_cases')
    .join('accounts', 'accounts.id', 'review_cases.account_id')
    .whereNull('accounts.erased_at')
    .select({
      id: 'review_cases.id',
      state: 'review_cases.state',
      name: 'accounts.name',
      userName: 'accounts.user_name',
      identityCipher: 'accounts.identity_cipher',
      contested: db.raw('contest_id is not null'),
      submittedAt: 'submitted_at',
      deadlineAt: 'deadline_at',
      heardAt: 'heard_at',
      decidedAt: 'decided_at',
      judged: db.raw(
        `exists (select from review_verdicts as own where own.case_id = review_cases.id
                    and own.round = review_cases.round and own.officer_id = ?)`,
        [officerId],
      ),
    });
}
