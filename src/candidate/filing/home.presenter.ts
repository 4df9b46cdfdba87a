import { presentCoolingEnd } from '../../domain/choice-lists/cooling.presenter';
import { formatMinute } from '../../infrastructure/format-time';
import { groupBy } from '../../infrastructure/group-by';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import type { BatchOffer, BatchStateCode } from '../../rules/filing/batch-state';
import type { Ineligibility } from '../../rules/filing/eligibility';
import type { Window } from '../../rules/filing/phase';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';

export interface HomeAction {
  readonly label: string;
  readonly href: string;
}

export interface HomeRow {
  readonly code: string;
  readonly name: string;
  /** The button says it louder. */
  readonly quiet: boolean;
  readonly state: string;
  /** What a state needs to be told of beside its words. */
  readonly why: string;
  readonly actions: readonly HomeAction[];
}

/** Rows of one heading of the pack. */
export interface HomeGroup {
  readonly heading: string;
  readonly note: string;
  readonly rows: readonly HomeRow[];
}

/** What is filed at the same time. */
export interface HomeRound {
  /** 06月26日 08:00 - 06月28日 18:00, said once; '' where no time is arranged. */
  readonly window: string;
  readonly groups: readonly HomeGroup[];
}

/** Batches that are not for this candidate, under what keeps them from it. */
export interface HomeRefusal {
  readonly reason: string;
  readonly names: readonly string[];
}

export interface HomeModel {
  /** What may be filed now, by closing time. */
  readonly open: readonly HomeRound[];
  /** What is filed later, by opening time, then what is over. */
  readonly others: readonly HomeRound[];
  readonly refusals: readonly HomeRefusal[];
  readonly refused: number;
}

interface Standing {
  readonly batch: Batch;
  readonly standing: BatchStanding;
}

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
  closedFiled: () => '已截止，已填报',
  closedEmpty: () => '已截止，未填报',
  frozen: () => '已冻结(不是我操作)',
  frozenEmpty: () => '已冻结(不是我操作)',
  savedExhausted: () => '已填报，修改次数已用完',
  savedCooling: ({ savesUsed, quota }, batch) =>
    `已填报，第${savesUsed}次保存，${presentCoolingEnd(batch, quota)} 后可修改`,
  savedFixed: () => '已填报，现在不能修改',
  savedChangeable: ({ quota }) => `已填报，还可以修改${quota.savesLeft}次`,
  groupExhausted: ({ overwrites }) => `已填报【${overwrites?.name ?? ''}】，修改次数已用完`,
  groupCooling: ({ overwrites, quota }, batch) =>
    `已填报【${overwrites?.name ?? ''}】，${presentCoolingEnd(batch, quota)} 后可改报`,
  createNotPermitted: () => '现在不能首次填报',
  otherOfGroupSaved: ({ overwrites }) => `已填报【${overwrites?.name ?? ''}】，改报将覆盖`,
  openDraft: () => '有未保存的草稿',
  openEmpty: () => '未填报',
};

const actionOf: Partial<Record<BatchOffer, (code: string) => HomeAction>> = {
  fill: (code) => ({ label: '填报', href: `/batches/${code}/notice` }),
  browse: (code) => ({ label: '浏览', href: `/batches/${code}` }),
  modify: (code) => ({ label: '修改', href: `/batches/${code}/notice` }),
  thaw: () => ({ label: '解冻', href: '/thaw' }),
};

/** The table of batches on the home page (figure 2; M19): first what may be filed, one group a heading and time. */
export function presentHome(pack: RulePack, standings: readonly Standing[]): HomeModel {
  const shut = standings.filter(({ standing }) => standing.state === 'notEligible');
  const shown = standings.filter(({ standing }) => standing.state !== 'notEligible');
  const isOpen = ({ standing }: Standing) => standing.phase === 'open';
  const refusals = groupBy(shut, ({ batch, standing }) => presentReason(pack, batch, standing));
  return {
    open: presentRounds(pack, shown.filter(isOpen), ({ closesAt }) => closesAt),
    others: [
      ...presentRounds(
        pack,
        shown.filter(({ standing }) => standing.phase === 'before'),
        ({ opensAt }) => opensAt,
      ),
      ...presentRounds(
        pack,
        shown.filter(({ standing }) => !['open', 'before'].includes(standing.phase)),
        ({ closesAt }) => closesAt,
      ),
    ],
    refusals: [...refusals].map(([reason, rows]) => ({ reason, names: rows.map(({ batch }) => batch.name) })),
    refused: shut.length,
  };
}

function presentRounds(
  pack: RulePack,
  standings: readonly Standing[],
  instantOf: (window: Window) => Date,
): readonly HomeRound[] {
  const instant = ({ standing: { window } }: Standing) =>
    window === null ? Number.MAX_SAFE_INTEGER : instantOf(window).getTime();
  const sorted = standings.toSorted((one, other) => instant(one) - instant(other));
  const rounds = groupBy(sorted, ({ standing }) => presentWindow(standing));
  return [...rounds].map(([window, members]) => ({
    window,
    groups: pack.headings.flatMap((heading) => {
      const rows = members
        .filter(({ batch }) => batch.heading === heading.code)
        .map(({ batch, standing }) => presentRow(pack, batch, standing));
      return rows.length === 0 ? [] : [{ heading: heading.name, note: heading.note ?? '', rows }];
    }),
  }));
}

function presentWindow({ window }: BatchStanding): string {
  return window === null ? '' : `${formatMinute(window.opensAt)}至${formatMinute(window.closesAt)}`;
}

function presentRow(pack: RulePack, batch: Batch, standing: BatchStanding): HomeRow {
  return {
    code: batch.code,
    name: batch.name,
    quiet: standing.state === 'openEmpty',
    state: words[standing.state](standing, batch, pack),
    why: presentReason(pack, batch, standing),
    actions: standing.offers.flatMap((offer) => actionOf[offer]?.(batch.code) ?? []),
  };
}

/** What the registration calls the facts that narrow a plan. */
const audienceNames: Readonly<Record<string, string>> = {
  registeredMajor: '报考专业',
  vocationalCategory: '专业类别',
};

/** Why a batch is not open to the candidate; '' when it is. */
function presentReason(pack: RulePack, batch: Batch, { ineligibility }: BatchStanding): string {
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
  return `【${batch.name}】${words[standing.state](standing, batch, pack)}${reason === '' ? '' : `：${reason}`}。`;
}
