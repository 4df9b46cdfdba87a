import { formatInstant } from '../../infrastructure/format-time';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { PackDifference } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { DryRun } from './dry-run';
import type { Trial } from './trial.repository';

const words: Readonly<Record<string, string>> = {
  year: '年度',
  province: '省份',
  platform: '平台名称',
  codes: '代号位数',
  candidateKinds: '考生类别',
  tracks: '科类',
  planTypes: '计划类型',
  headings: '栏目',
  rounds: '轮次',
  batches: '批次',
  schoolCaps: '院校数限制',
  caps: '院校数或志愿数限制',
  scoreLines: '分数线',
  scores: '分数',
  source: '来源',
  undertakings: '承诺书',
  agreedInForm: '在填报页面同意',
  filingNotice: '填报须知',
  countdownWarnings: '倒计时提醒（分钟）',
  identity: '身份验证',
  name: '名称',
  note: '说明',
  maxSaves: '保存次数',
  cooldownMinutes: '保存间隔（分钟）',
  formMinutes: '填报时限（分钟）',
  formExtensions: '延长次数',
  formExtensionOfferMinutes: '延长提前量（分钟）',
  sections: '志愿栏',
  slots: '志愿位',
  slotLabels: '志愿位名称',
  majors: '专业数',
  adjustment: '专业调剂',
  eligibility: '资格条件',
  exclusiveGroup: '互斥组',
  excludes: '不能兼报的批次',
  finalConfirmation: '最终确认',
  retractions: '可以撤销确认的次数',
  unconfirmed: '截止时没有确认的志愿',
  abandonGroup: '放弃组',
  abandonable: '可以放弃',
  opensAt: '开始时间',
  closesAt: '截止时间',
  dailyHours: '每天时段',
  from: '从',
  until: '到',
  min: '最少',
  max: '最多',
  message: '提示',
  sectionsOrdered: '顺序填报',
  uniqueBy: '不重复的依据',
  slotRules: '志愿位规则',
  heading: '栏目',
  round: '轮次',
};

const MAX_LENGTH = 160;

/** One value that differs, with its place in words where there are any. */
export function presentDifference(pack: RulePack, { path, before, after }: PackDifference) {
  const name = (text: string) => (path.endsWith('.excludes') ? nameCodes(pack, text) : text);
  const cut = (found: string | undefined) => {
    const text = name(found ?? '');
    return found === undefined
      ? '（没有）'
      : text.length > MAX_LENGTH
        ? `${text.slice(0, MAX_LENGTH)}…`
        : text;
  };
  return {
    place: namePath(pack, path.split('.')).join(' › '),
    before: cut(before),
    after: cut(after),
  };
}

/** A list of batch codes, as the comparison has it, by name. */
const nameCodes = ({ batches }: RulePack, text: string) =>
  text
    .replace(/"([^"]+)",?/g, (_all, code: string) => {
      const name = batches.find((batch) => batch.code === code)?.name ?? code;
      return `【${name}】`;
    })
    .replace(/[[\]]/g, '');

/** The steps of a path in words: batches, and within one its sections, by name. */
function namePath(
  { batches }: RulePack,
  [list = '', code = '', ...rest]: readonly string[],
): readonly string[] {
  const batch = list === 'batches' ? batches.find((one) => one.code === code) : undefined;
  const sections = new Map(batch?.sections.map((section) => [section.code, section.label]));
  const name = (part: string) => words[part] ?? part;
  const steps = rest.map((part, index) =>
    rest[index - 1] === 'sections' ? (sections.get(part) ?? part) : name(part),
  );
  return [name(list), ...(code === '' ? [] : [batch?.name ?? name(code)]), ...steps];
}

/** How far the trial on every saved list is; null: none was begun. */
export function presentTrial(trial: Trial | null) {
  const { state, silent, tried, total } = trial ?? { state: null, silent: false, tried: 0, total: 0 };
  const moves = state === 'running' && !silent;
  return {
    known: trial !== null,
    moves,
    done: state === 'done',
    state: nameTrialState(state, silent),
    tried,
    // Who files meanwhile is tried too.
    total: Math.max(tried, total),
    percent: Math.floor((tried * 100) / Math.max(1, tried, total)),
  };
}

function nameTrialState(state: Trial['state'] | null, silent: boolean): string {
  if (state === 'running') return silent ? '试算已中断，可以继续' : '正在试算';
  if (state === 'failed') return '试算出现故障，已停止，可以继续';
  if (state === 'stopped') return '试算已停止，可以继续';
  return state === 'done' ? '试算已完成' : '尚未试算';
}

/** What a pack would make of the saved lists. */
export function presentDryRun(pack: RulePack, { batches, lost, forgottenGroups, clashing }: DryRun) {
  const nameOf = (code: string) => pack.batches.find((batch) => batch.code === code)?.name ?? code;
  return {
    batches: batches.map((run) => ({ ...run, name: nameOf(run.batch) })),
    lost: lost.map(({ batch, why, count }) =>
      why === 'batchGone'
        ? `【${nameOf(batch)}】已有${count}份保存的志愿，新规则包里没有这个批次。`
        : `【${nameOf(batch)}】已有${count}份保存的志愿，新规则包把它改到了另一个组，保存次数将无法延续。`,
    ),
    clashing: clashing.map(
      ({ batches: [one, other], count }) =>
        `${count}名考生的【${nameOf(one)}】和【${nameOf(other)}】志愿都有效，新规则包规定两者不能兼报：启用后都仍然有效，再保存其中一个时，另一个被覆盖。`,
    ),
    forgotten: forgottenGroups.map((group) => `已有考生放弃了${group}组，新规则包里没有这个组。`),
  };
}

/** Every difference as a spreadsheet has it. */
export function tabulateDifferences(pack: RulePack, differences: readonly PackDifference[]) {
  return tabulate(
    [
      ['位置', ({ place }) => place],
      ['正在使用的', ({ before }) => before],
      ['此版本', ({ after }) => after],
    ],
    differences.map((difference) => presentDifference(pack, difference)),
  );
}

/** The trial on saved lists as a spreadsheet has it. */
export function tabulateDryRun({ batches }: ReturnType<typeof presentDryRun>) {
  return tabulate(
    [
      ['批次', ({ name }) => name],
      ['已保存', ({ lists }) => lists],
      ['已试算', ({ checked }) => checked],
      ['不再符合规则', ({ broken }) => broken],
      ['不能再修改', ({ exhausted }) => exhausted],
      ['主要问题', ({ examples }) => examples.map(({ text, count }) => `${text}（${count}份）`).join('；')],
    ],
    batches,
  );
}

/** One version in the list. */
export function presentVersion({
  id,
  code,
  version,
  active,
  createdAt,
}: {
  readonly id: number;
  readonly code: string;
  readonly version: number;
  readonly active: boolean;
  readonly createdAt: Date;
}) {
  return { id, code, version, active, createdAt: formatInstant(createdAt) };
}
