import { presentPlace } from '../../domain/choice-lists/violation.presenter';
import { formatMinute } from '../../infrastructure/format-time';
import { listAgreed, withAgreed } from '../../rules/filing/agreements';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import { listChanges } from '../../rules/filing/changes';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import { presentExplanation } from '../service-desk/explanation.presenter';
import { findHalves, isAlike } from './draft-halves';
import type { PaperRefusal } from './own-draft';
import type { PaperDraft } from './paper-draft.repository';

const OVERTAKEN =
  '开始录入后，该考生的这组志愿又保存（或恢复）过，此纸质志愿表已过时，不能保存。请撤回这份录入；考生仍要以纸质志愿表为准的，请重新开始录入。';

const refusals: Readonly<Record<'pending' | 'closed' | 'taken' | 'overtaken' | 'stopped', string>> = {
  pending: '该考生此批次的纸质志愿表正在录入，请打开下面的录入继续。',
  closed: '这份录入已保存或撤回，本次录入没有提交。',
  taken: '此纸质志愿表已由另外两名工作人员录入，您不能再录入。',
  overtaken: OVERTAKEN,
  stopped: '系统暂停保存志愿。两人录入一致，但志愿还没有保存。恢复后请打开这份录入，再次提交。',
};

/** Why nothing was saved, and what to do. '' for faults of the list, which stand beside their fields. */
export function presentPaperRefusal(pack: RulePack, batch: Batch, refused: PaperRefusal): string {
  if (refused.refusal === 'violations') return '';
  if (refused.refusal !== 'notOffered') return refusals[refused.refusal];
  return `现在不能保存：${sayExplanation(presentExplanation(pack, batch, refused.standing))}`;
}

/** What keeps an open draft from being saved, as things stand; '' where nothing does. */
export function presentHindrance(
  pack: RulePack,
  batch: Batch,
  draft: PaperDraft,
  found: { readonly standing: BatchStanding; readonly group: { readonly lastOrdinal: number } | null },
): string {
  if (draft.outcome !== null) return '';
  const { standing, group } = found;
  if ((group?.lastOrdinal ?? 0) !== draft.afterOrdinal) return OVERTAKEN;
  if (isOffered(standing, 'fill') || isOffered(standing, 'modify')) return '';
  return presentPaperRefusal(pack, batch, { refusal: 'notOffered', standing });
}

/** 状态 of the list. */
export function presentState(draft: PaperDraft, hindered: boolean): string {
  const { outcome, closedAt, closedBy, withdrawalReason, entries } = draft;
  const closed = `${closedBy ?? ''}，${closedAt === null ? '' : formatMinute(closedAt)}`;
  if (outcome === 'saved') return `已保存（${closed}）`;
  if (outcome === 'withdrawn') return `已撤回（${closed}）：${withdrawalReason}`;
  if (hindered) return '不能保存，请打开查看原因';
  const halves = findHalves(draft);
  if (halves !== null) return isAlike(...halves) ? '录入一致，还没有保存' : '两人录入不一致，等待更正';
  return entries.length === 0 ? '等待录入' : '等待另一名工作人员录入';
}

/** Who typed when; never what. */
export function presentEntries({ entries }: PaperDraft): readonly string[] {
  return entries.map(({ officerName, enteredAt }) => `${officerName}，${formatMinute(enteredAt)}`);
}

interface PaperDifference {
  readonly field: string;
  readonly place: string;
  /** What this officer typed. The other's is not told. */
  readonly own: string;
}

const adjustmentWords: Readonly<Record<string, string>> = { agree: '同意', refuse: '不同意' };

/** Where an officer's half differs from the other. */
export function presentDifferences(
  batch: Batch,
  draft: PaperDraft,
  officerId: number,
): readonly PaperDifference[] {
  const halves = findHalves(draft);
  const own = draft.entries.find((entry) => entry.officerId === officerId);
  if (halves === null || own === undefined) return [];
  const [first, second] = halves;
  const agreed = own.half === 1 ? listAgreed(first) : listAgreed(second);
  const either = new Set([...listAgreed(first), ...listAgreed(second)]);
  const undertakings = [...either]
    .filter(
      (undertaking) => listAgreed(first).includes(undertaking) !== listAgreed(second).includes(undertaking),
    )
    .map((undertaking) => ({
      ...presentPlace(batch, { undertaking }),
      own: agreed.includes(undertaking) ? '同意' : '未填写',
    }));
  const fields = listChanges(withAgreed(first, []), withAgreed(second, [])).flatMap(
    ({ section, slot, fields }) =>
      fields.map(({ field, major, before, after }) => {
        const value = own.half === 1 ? before : after;
        const at = major === undefined ? { section, slot, field } : { section, slot, field, major };
        return {
          ...presentPlace(batch, at),
          own: adjustmentWords[value] ?? (value === '' ? '未填写' : value),
        };
      }),
  );
  return [...fields, ...undertakings];
}

function sayExplanation({ reason, times, advice }: ReturnType<typeof presentExplanation>): string {
  return [reason, times, advice].join('');
}
