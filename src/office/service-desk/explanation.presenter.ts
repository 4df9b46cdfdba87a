import { nameBatches, presentRefusal, presentRetractions } from '../../domain/batches/batch-state.presenter';
import { presentHoursBeside } from '../../domain/batches/hours.presenter';
import { presentSaveCount } from '../../domain/batches/saves-left.presenter';
import { formatInstant, formatInterval } from '../../infrastructure/format-time';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import { listExcludedBatches, listExclusiveGroup } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';

export interface Explanation {
  readonly batch: string;
  readonly heading: string;
  readonly may: boolean;
  /** When this candidate may file it; '' where no time is arranged. */
  readonly times: string;
  /** Why, in a whole sentence: what the candidate may be told word by word. */
  readonly reason: string;
  /** What can be done, or '': the same for many batches. */
  readonly advice: string;
}

type Advice = (standing: BatchStanding, batch: Batch, pack: RulePack) => string;

const names = (pack: RulePack, { code }: Batch) =>
  listExclusiveGroup(pack, code)
    .filter((other) => other.code !== code)
    .map(({ name }) => `【${name}】`)
    .join('');

/** Which batches share the saves of this one; '' where none does. */
const sharing = (pack: RulePack, batch: Batch) =>
  batch.exclusiveGroup === null ? '' : `与${names(pack, batch)}`;

/** By a group one of a kind; by pairs each that is named, and perhaps others beside it. */
const presentExclusion = (pack: RulePack, batch: Batch) =>
  batch.excludes === undefined || batch.excludes.length === 0
    ? `本批次与${names(pack, batch)}只能填报其中一类，改报时系统会先提示将覆盖哪一类。`
    : `本批次不能与${nameBatches(listExcludedBatches(pack, batch))}兼报，改报时系统会先提示将覆盖哪些志愿。`;

/** What can be done, for each state that keeps somebody from filling a batch. */
const advice: Partial<Record<BatchStanding['state'], Advice>> = {
  abandoned: () => '放弃后整组不能恢复。',
  abandonedEmpty: () => '同组的志愿放弃时，本批次一并放弃，不能恢复。',
  notEligible: () =>
    '资格以报名时登记和有关部门公布的名单为准；登记有误的，请由县（市、区）招生考试机构向省招办申请更正。',
  notEligibleFiled: () =>
    '已填报的志愿仍可浏览；资格登记有误的，请由县（市、区）招生考试机构向省招办申请更正。',
  noWindow: () => '省招办还没有安排此考生的填报时间。',
  notYetOpen: () => '开始前可以先填写志愿草表。',
  notYetOpenFiled: () => '开始前只能浏览。',
  paused: () => '每天的填报时段以外不能保存；可以先填写志愿草表。',
  pausedDraft: () => '每天的填报时段以外不能保存；已填写的内容存为草稿，时段开始后进入填报页面核对、保存。',
  pausedFiled: () => '每天的填报时段以外只能浏览。',
  closedFiled: () => '截止后不能修改，以最后一次保存的志愿为准。',
  closedEmpty: () => '截止后不能补报；还有征集志愿的，请留意公告。',
  frozen: () => '考生点击过“不是我操作”，须先解冻：本人登录用安全措施解冻，或到场办理。',
  frozenEmpty: () => '考生点击过“不是我操作”，须先解冻：本人登录用安全措施解冻，或到场办理。',
  savedExhausted: ({ quota }, { maxSaves }) =>
    `共可以保存${presentSaveCount(maxSaves)}次，还剩${presentSaveCount(quota.savesLeft)}次。`,
  groupExhausted: (_standing, batch, pack) =>
    `本批次${sharing(pack, batch)}共可保存${presentSaveCount(batch.maxSaves)}次，已用完。`,
  savedCooling: (_standing, { cooldownMinutes }) => `两次保存之间须间隔${formatInterval(cooldownMinutes)}。`,
  groupCooling: (_standing, batch, pack) =>
    `本批次${batch.exclusiveGroup === null ? '' : `${sharing(pack, batch)}共用保存次数，`}两次保存之间须间隔${formatInterval(batch.cooldownMinutes)}。`,
  savedFixed: () => '本阶段的填报时间只允许首次填报，不允许修改。',
  createNotPermitted: () => '本阶段的填报时间只允许修改已填报的志愿。',
  barred: ({ bars }) =>
    bars.closed.length > 0
      ? `本批次不能与${nameBatches(bars.closed)}兼报，其填报时间已过，以最后一次保存的志愿为准。`
      : `本批次不能与${nameBatches(bars.confirmed)}兼报，其志愿已由考生确认，撤销确认后才能改报。`,
  confirmed: ({ confirmation }) => `已确认的志愿不能修改，${presentRetractions(confirmation)}。`,
  otherOfGroupSaved: (_standing, batch, pack) => presentExclusion(pack, batch),
};

/** Why a candidate can or cannot fill a batch now, in the words of the candidate's own pages. */
export function presentExplanation(pack: RulePack, batch: Batch, standing: BatchStanding): Explanation {
  const { window } = standing;
  const times =
    window === null
      ? ''
      : `对此考生有效的填报时间：${formatInstant(window.opensAt)}至${formatInstant(window.closesAt)}${presentHoursBeside(window)}。`;
  return {
    batch: batch.name,
    heading: pack.headings.find(({ code }) => code === batch.heading)?.name ?? '',
    times,
    may: isOffered(standing, 'fill') || isOffered(standing, 'modify'),
    reason: presentRefusal(pack, batch, standing),
    advice: advice[standing.state]?.(standing, batch, pack) ?? '',
  };
}
