/** Whose the number is, as one reviewer sees it; `rival` only where a proof was objected to. */
export type Verdict = 'applicant' | 'rival' | 'neither';

const ALIKE = 2;
const MAX = 3;

/**
 * What the verdicts of a round come to; null while another reviewer is needed. Two alike settle a case, in whatever
 * order they came, so a first and a second who disagree are settled by a third; three who all disagree settle that
 * nobody has shown enough.
 *
 * Worked cases: applicant, applicant → applicant; applicant, neither → nobody yet; then neither → neither;
 * applicant, rival, neither → neither.
 */
export function settleVerdicts(verdicts: readonly Verdict[]): Verdict | null {
  const alike = verdicts.find((one) => verdicts.filter((other) => other === one).length >= ALIKE);
  if (alike !== undefined) return alike;
  return verdicts.length >= MAX ? 'neither' : null;
}

/** Why a reviewer may not judge a case. */
export type JudgeBar = 'over' | 'notYetHeard' | 'ownCase' | 'judgedBefore' | 'notOpened';

export interface JudgeFacts {
  readonly waiting: boolean;
  /** Until then the other side may send pictures; null: at once. Milliseconds. */
  readonly heardAt: number | null;
  readonly now: number;
  /** 姓名 of the reviewer, and of everybody whom the case concerns. */
  readonly officerName: string;
  readonly names: readonly string[];
  readonly judged: boolean;
  readonly opened: boolean;
}

/**
 * The first reason against; null where the case may be judged. Officers have no number here, so whoever bears the name
 * of one of the parties leaves the case to others.
 */
export function findJudgeBar(facts: JudgeFacts): JudgeBar | null {
  if (!facts.waiting) return 'over';
  if (facts.names.includes(facts.officerName)) return 'ownCase';
  if (facts.judged) return 'judgedBefore';
  if (facts.heardAt !== null && facts.now < facts.heardAt) return 'notYetHeard';
  return facts.opened ? null : 'notOpened';
}
