import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import { type RefusalReason, refusalReasons } from './refusal-reason.presenter';
import type { ReviewCase, ReviewState } from './review-case';

/** How urgent a case is, by its clock. */
interface DeadlineModel {
  readonly at: string;
  /** 还剩…, or 已超期…. */
  readonly left: string;
  readonly mood: 'calm' | 'warn' | 'error';
}

const MINUTE = 60_000;
const SOON = 6 * 3600_000;

/** The clock of a deadline; `now` in milliseconds. */
export function presentDeadline(deadline: Date, now: number): DeadlineModel {
  const left = deadline.getTime() - now;
  const words = nameSpan(Math.abs(left));
  return {
    at: formatMinute(deadline),
    left: left < 0 ? `已超期${words}` : `还剩${words}`,
    mood: left < 0 ? 'error' : left < SOON ? 'warn' : 'calm',
  };
}

/** Milliseconds as 1天3小时, 5小时12分 or 12分. */
export function nameSpan(span: number): string {
  const minutes = Math.floor(span / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)}天${hours % 24}小时`;
  return hours > 0 ? `${hours}小时${minutes % 60}分` : `${minutes}分`;
}

/** What 证件重复-客服审核 says of the newest case. */
interface FollowModel {
  readonly state: ReviewState;
  readonly words: string;
  readonly submittedAt: string;
  /** How long it has waited. */
  readonly waited: string;
  readonly deadline: DeadlineModel | null;
  /** Until when the other side is heard; '' where nobody is, or both have sent. */
  readonly heardAt: string;
  readonly decidedAt: string;
  readonly bindUntil: string;
  readonly reasons: readonly { readonly name: string; readonly advice: string }[];
}

const stateWords: Readonly<Record<ReviewState, string>> = {
  draft: '照片没有交齐，尚未提交',
  waiting: '等待客服审核',
  approved: '审核通过，等待实名信息绑定',
  restored: '审核完成，证件号码归另一个账号',
  refused: '审核未通过',
  bound: '已完成实名信息绑定',
  lapsed: '已失效',
};

export function presentFollowed(
  found: ReviewCase,
  reasons: readonly RefusalReason[],
  now: number,
): FollowModel {
  const { state, submittedAt, deadlineAt, heardAt, decidedAt, bindUntil } = found;
  const show = (at: Date | null) => (at === null ? '' : formatInstant(at));
  const waiting = state === 'waiting';
  return {
    state,
    words: stateWords[state],
    submittedAt: show(submittedAt),
    waited: waiting && submittedAt !== null ? nameSpan(Math.max(0, now - submittedAt.getTime())) : '',
    deadline: waiting && deadlineAt !== null ? presentDeadline(deadlineAt, now) : null,
    heardAt: waiting && heardAt !== null && heardAt.getTime() > now ? formatMinute(heardAt) : '',
    decidedAt: show(decidedAt),
    bindUntil: state === 'approved' ? show(bindUntil) : '',
    reasons: reasons.map((code) => refusalReasons[code]),
  };
}

/** What a decided case came to, for the reviewers. */
export function nameState(state: ReviewState): string {
  return stateWords[state];
}
