import { formatMinute } from '../../infrastructure/format-time';
import type { BatchStanding, ConfirmationStanding } from '../../rules/filing/batch-standing';
import type { BatchStateCode } from '../../rules/filing/batch-state';
import type { Ineligibility } from '../../rules/filing/eligibility';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { quotaGroupCode } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import { presentCoolingEnd } from './cooling.presenter';
import { presentPause } from './hours.presenter';
import { presentSaveCount } from './saves-left.presenter';

type Words = (standing: BatchStanding, batch: Batch, pack: RulePack) => string;

/** The words of each state (screens: what the home page says of a batch). */
const words: Record<BatchStateCode, Words> = {
  abandoned: () => '已放弃，不能再填报',
  abandonedEmpty: () => '已放弃，不能再填报',
  notEligible: () => '不具填报资格',
  notEligibleFiled: () => '不具填报资格（已填报）',
  noWindow: () => '未安排填报时间',
  notYetOpen: ({ window }) => `未开始，${window ? formatMinute(window.opensAt) : ''} 开始`,
  notYetOpenFiled: ({ window }) => `未开始，${window ? formatMinute(window.opensAt) : ''} 开始（已填报）`,
  paused: (standing) => presentPause(standing),
  pausedDraft: (standing) => `有未保存的草稿，${presentPause(standing)}`,
  pausedFiled: (standing) => `已填报，${presentPause(standing)}`,
  closedFiled: () => '已截止，已填报',
  closedEmpty: () => '已截止，未填报',
  frozen: () => '已冻结(不是我操作)',
  frozenEmpty: () => '已冻结(不是我操作)',
  savedExhausted: () => '已填报，修改次数已用完',
  savedCooling: ({ savesUsed, quota }, batch) =>
    `已填报，第${savesUsed}次保存，${presentCoolingEnd(batch, quota)} 后可修改`,
  savedFixed: () => '已填报，现在不能修改',
  savedChangeable: ({ quota }) => `已填报，还可以修改${presentSaveCount(quota.savesLeft)}次`,
  barred: ({ bars }) =>
    bars.closed.length > 0
      ? `已填报${nameBatches(bars.closed)}，填报时间已过，不能再兼报本批次`
      : `已填报并确认${nameBatches(bars.confirmed)}，撤销确认后才能改报`,
  confirmed: ({ confirmation }) => `已填报，已确认，${presentRetractions(confirmation)}`,
  groupExhausted: ({ overwrites }, batch) => `${presentHeld(overwrites)}${presentUsedUp(batch, overwrites)}`,
  groupCooling: ({ overwrites, quota }, batch) =>
    `${presentHeld(overwrites)}${presentCoolingEnd(batch, quota)} 后可改报`,
  createNotPermitted: () => '现在不能首次填报',
  otherOfGroupSaved: ({ overwrites }) => `${presentHeld(overwrites)}改报将覆盖`,
  openDraft: () => '有未保存的草稿',
  openEmpty: () => '未填报',
};

/** Batches as sentences name them: 【提前批军事】、【提前批其他】. */
export const nameBatches = (batches: readonly Pick<Batch, 'name'>[]) =>
  batches.map(({ name }) => `【${name}】`).join('、');

/** What is in force beside a batch; '' where a list of the batch was closed and what closed it is given up by now. */
const presentHeld = (overwrites: readonly Batch[]) =>
  overwrites.length === 0 ? '' : `已填报${nameBatches(overwrites)}，`;

/** Batches that exclude each other by a pair do not share their saves: then it is said whose are used up. */
const presentUsedUp = (batch: Batch, overwrites: readonly Batch[]) =>
  overwrites.some((other) => quotaGroupCode(other) === quotaGroupCode(batch))
    ? '修改次数已用完'
    : '本批次的保存次数已用完';

/** 还可以撤销确认1次 */
export const presentRetractions = (confirmation: ConfirmationStanding | null) =>
  confirmation === null || confirmation.retractionsLeft === 0
    ? '不能再撤销确认'
    : `还可以撤销确认${confirmation.retractionsLeft}次`;

/** What is said of a list in force that its owner has confirmed, or not; '' where the pack does not ask for it. */
function presentConfirmation(batch: Batch, { confirmation, state }: BatchStanding): string {
  if (confirmation === null || ['abandoned', 'confirmed', 'frozen'].includes(state)) return '';
  if (confirmation.confirmed) return '，已确认';
  if (state !== 'closedFiled') return '，还没有确认';
  return needsConfirmation(batch) ? '，没有确认，志愿无效' : '，没有确认，以最后一次保存的为准';
}

/** What the home page says of a batch. */
export function presentState(pack: RulePack, batch: Batch, standing: BatchStanding): string {
  return `${words[standing.state](standing, batch, pack)}${presentConfirmation(batch, standing)}`;
}

/** What the registration calls the facts that narrow a plan. */
const audienceNames: Readonly<Record<string, string>> = {
  registeredMajor: '报考专业',
  vocationalCategory: '专业类别',
};

/** Why a batch is not open to the candidate; '' when it is. */
export function presentReason(pack: RulePack, batch: Batch, { ineligibility }: BatchStanding): string {
  return ineligibility === null ? '' : presentIneligibility(pack, batch, ineligibility);
}

/** Why a batch is not open to a candidate, without final punctuation. */
export function presentIneligibility(pack: RulePack, batch: Batch, ineligibility: Ineligibility): string {
  if (ineligibility.message !== undefined) return ineligibility.message;
  const { field, audience } = ineligibility.values;
  const fact = audienceNames[String(field)] ?? '报考专业';
  if (ineligibility.code === 'audienceNotPlanned')
    return `${fact}“${audience}”不在本批次的招生计划中，请持身份证到报名所在地招生考试机构核对`;
  if (ineligibility.code === 'audienceUnknown')
    return `${fact}没有登记，请持身份证到报名所在地招生考试机构核对`;
  const names = pack.candidateKinds
    .filter(({ code }) => batch.candidateKinds.includes(code))
    .map(({ name }) => name);
  return `此批次只对${names.join('、')}类考生开放`;
}

/** Why a batch may not be filled now, for an error page. */
export function presentRefusal(pack: RulePack, batch: Batch, standing: BatchStanding): string {
  const reason = presentReason(pack, batch, standing);
  return `【${batch.name}】${presentState(pack, batch, standing)}${reason === '' ? '' : `：${reason}`}。`;
}
