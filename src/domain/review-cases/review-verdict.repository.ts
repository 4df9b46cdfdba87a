import type { Knex } from 'knex';
import type { Verdict } from '../../rules/account/review-verdicts';
import type { RefusalReason } from './refusal-reason.presenter';
import type { ReviewCase } from './review-case';

/** What one reviewer has found. */
interface ReviewVerdict {
  readonly officerId: number;
  readonly verdict: Verdict;
  /** Of `neither`, at least one. */
  readonly reasons: readonly RefusalReason[];
}

type Round = Pick<ReviewCase, 'id' | 'round'>;

/** @throws a unique violation where this reviewer has judged before in this round */
export async function insertVerdict(
  transaction: Knex,
  { id, round }: Round,
  { officerId, verdict, reasons }: ReviewVerdict,
): Promise<void> {
  await transaction('review_verdicts').insert({
    case_id: id,
    round,
    officer_id: officerId,
    verdict,
    reasons: [...reasons],
  });
}

/** The verdicts of a case's round, in the order in which they came. For nobody's eyes before the case is decided. */
export async function listVerdicts(db: Knex, { id, round }: Round): Promise<readonly ReviewVerdict[]> {
  return db('review_verdicts')
    .where({ case_id: id, round })
    .orderBy('at')
    .select({ officerId: 'officer_id', verdict: 'verdict', reasons: 'reasons' });
}
