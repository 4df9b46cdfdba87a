/**
 * `draft`: pictures are missing · `waiting`: for reviewers · `approved`: 实名信息绑定 is open · `bound`: the number is the
 * applicant's · `restored`: it went back to the other side · `refused`, `lapsed`: nothing changed.
 */
export type ReviewState = 'draft' | 'waiting' | 'approved' | 'restored' | 'refused' | 'bound' | 'lapsed';

/** One 客服协助验证. Times are real time. */
export interface ReviewCase {
  readonly id: number;
  readonly personId: number;
  /** The unproved account that asks for the number. */
  readonly accountId: number;
  /** Who had the number when it was asked for; null: nobody. */
  readonly rivalId: number | null;
  /** The objected re-registration that is settled; null: nobody has objected. */
  readonly contestId: number | null;
  readonly state: ReviewState;
  /** Verdicts of an earlier round count no more. */
  readonly round: number;
  readonly submittedAt: Date | null;
  readonly deadlineAt: Date | null;
  /** Not judged before: until then the other side may send its pictures. */
  readonly heardAt: Date | null;
  readonly decidedAt: Date | null;
  readonly bindUntil: Date | null;
}

/** States in which a case goes on. */
export const openStates: readonly ReviewState[] = ['draft', 'waiting', 'approved'];
