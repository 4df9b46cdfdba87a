import { presentHours, presentHoursBeside } from '../../domain/batches/hours.presenter';
import { formatDayMinute } from '../../infrastructure/format-time';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OpeningFault, OpeningFaultCode } from '../../rules/filing/check-opening';
import type { Permits, RulePack, WindowScope } from '../../rules/pack/rule-pack';
import {
  MAX_LENGTHEN_MINUTES,
  type WindowActFault,
  type WindowStep,
} from '../../rules/windows/change-windows';
import { MAX_DAYS_WITH_HOURS } from '../../rules/windows/sessions';
import { findPhase, type Phase, type Window } from '../../rules/windows/window-in-force';
import type { WindowWarning } from '../../rules/windows/window-warnings';

const phases: Readonly<Record<Phase, string>> = {
  none: '未安排',
  before: '未开始',
  open: '填报中',
  pause: '当天时段外',
  closed: '已截止',
};

interface WindowRow {
  readonly scope: string;
  readonly opensAt: string;
  readonly closesAt: string;
  /** 每天9:00-18:00; '' where one may file day and night. */
  readonly hours: string;
  readonly phase: string;
  readonly open: boolean;
  /** What the window permits, where that is not everything. */
  readonly permits: string;
}

interface BatchWindows {
  readonly code: string;
  readonly name: string;
  readonly rows: readonly WindowRow[];
}

/** Names of counties and schools by code. */
export type PlaceNames = ReadonlyMap<string, string>;

/** Whom a window concerns. */
function presentScope(pack: RulePack, scope: WindowScope, names: PlaceNames): string {
  const named = (word: string, code: string) =>
    names.has(code) ? `${names.get(code)}（${code}）` : `${word} ${code}`;
  switch (scope.kind) {
    case 'province':
      return '全省';
    case 'county':
      return named('县', scope.county);
    case 'school':
      return named('学校', scope.school);
    case 'candidateKind':
      return (
        pack.candidateKinds.find(({ code }) => code === scope.candidateKind)?.name ?? scope.candidateKind
      );
    case 'scoreBand':
      return `总分${scope.from ?? '0'}-${scope.to ?? '满分'}`;
  }
}

/** Every batch with its windows, by round. */
export function presentWindows(
  pack: RulePack,
  windows: readonly Window[],
  names: PlaceNames,
  now: Date,
): readonly { readonly code: string; readonly name: string; readonly batches: readonly BatchWindows[] }[] {
  return pack.rounds.map((round) => ({
    code: round.code,
    name: round.name,
    batches: pack.batches
      .filter((batch) => batch.round === round.code)
      .map(({ code, name }) => ({
        code,
        name,
        rows: windows
          .filter(({ batch }) => batch === code)
          .map((window) => presentWindow(pack, window, names, now)),
      })),
  }));
}

function presentWindow(pack: RulePack, window: Window, names: PlaceNames, now: Date): WindowRow {
  const phase = findPhase(window, now);
  const stages = (window.stages ?? []).length;
  return {
    scope: presentScope(pack, window.scope, names),
    opensAt: formatDayMinute(window.opensAt),
    closesAt: formatDayMinute(window.closesAt),
    hours: presentHours(window),
    phase: phases[phase],
    open: phase === 'open',
    permits: [...listRefused(window.permits), ...(stages > 0 ? [`分${stages}个阶段逐步收窄`] : [])].join(
      '，',
    ),
  };
}

const PERMIT_WORDS = { create: '首次填报', edit: '修改', remove: '放弃' };

function listRefused(permits: Permits): readonly string[] {
  const refused = Object.entries(PERMIT_WORDS).filter(([key]) => !permits[key as keyof Permits]);
  return refused.map(([, word]) => `不可${word}`);
}

/** `；2021年06月28日 17:00起不可首次填报`: stages, as a preview tells what becomes of them. */
function presentStages({ stages = [] }: Window): string {
  const texts = stages.map(
    ({ from, permits }) => `；${formatDayMinute(from)}起${listRefused(permits).join('、') || '不限'}`,
  );
  return texts.join('');
}

const unplanned = { scope: '—', opensAt: '—', closesAt: '—', hours: '', phase: '未安排', permits: '' };

/** Windows as a spreadsheet has them: a row for each, and one for each batch without any. */
export function tabulateWindows(batches: readonly BatchWindows[]) {
  const rows = batches.flatMap(({ name, rows: own }) =>
    (own.length === 0 ? [unplanned] : own).map((row) => ({ ...row, batch: name })),
  );
  return tabulate(
    [
      ['批次', ({ batch }) => batch],
      ['范围', ({ scope }) => scope],
      ['开始', ({ opensAt }) => opensAt],
      ['截止', ({ closesAt }) => closesAt],
      ['每天时段', ({ hours }) => hours],
      ['状态', ({ phase }) => phase],
      ['限制', ({ permits }) => permits],
    ],
    rows,
  );
}

interface StepRow {
  readonly batch: string;
  readonly scope: string;
  readonly before: string;
  readonly after: string;
}

/** What an act does, row by row. */
export function presentSteps(
  pack: RulePack,
  steps: readonly WindowStep[],
  names: PlaceNames,
): readonly StepRow[] {
  const times = (window: Window | null, none: string) =>
    window === null
      ? none
      : `${formatDayMinute(window.opensAt)}至${formatDayMinute(window.closesAt)}${presentHoursBeside(window)}${presentStages(window)}`;
  return steps.map(({ batch, before, after }) => {
    const scope = (before ?? after)?.scope;
    return {
      batch: nameBatch(pack, batch),
      scope: scope === undefined ? '' : presentScope(pack, scope, names),
      before: times(before, '没有单独安排'),
      after: times(after, '撤销，按上一级范围执行'),
    };
  });
}

const actFaults: Readonly<Record<WindowActFault['code'], string>> = {
  noWindow: '没有可以调整的填报时间，请先为全省设置填报时间',
  endsBeforeItOpens: '截止时间不晚于开始时间，请检查后重新输入',
  endsInThePast: '调整后的截止时间已过去，请重新输入',
  hoursLeaveNothing: `每天的时段不在开始时间和截止时间之间，或超过${MAX_DAYS_WITH_HOURS}天，请检查后重新输入`,
  reachesNextDay: '延长后的当天时段到了次日的开始时间，请改用“设置或移动”',
  unchanged: '填报时间没有变化，请检查后重新输入',
  minutesOutOfRange: `延长的分钟数为1-${MAX_LENGTHEN_MINUTES}的整数，请重新输入`,
  provinceStays: '全省的填报时间不能撤销，可以移动截止时间',
};

/** Why an act is refused, with its batch. */
export function presentActFault(pack: RulePack, { batch, code }: WindowActFault): string {
  return `【${nameBatch(pack, batch)}】${actFaults[code]}！`;
}

const openingFaults: Readonly<Record<OpeningFaultCode, string>> = {
  emptyBatch: '没有任何招生计划，请先导入招生计划',
  wrongYear: '只有{example}年的招生计划，没有本年度的，请导入本年度招生计划',
  laterYear: '已有{example}年的招生计划，当前规则包的年度可能有误，请核对',
  noEligibleKind: '没有可以填报的考生类别，请核对规则包',
  noEligibleCandidate: '可以填报的考生类别中没有任何考生，请核对规则包和考生数据',
  noQuota: '全部招生计划的计划数都是0，请核对招生计划',
  institutionMissing: '招生计划中的院校不在院校名单里，例如{example}，请补充院校',
  groupMissing: '招生计划缺专业组代号，例如{example}，请补上',
  majorMissing: '招生计划缺专业代号，例如{example}，请补上',
  postMissing: '招生计划缺岗位代号，例如{example}，请补上',
  duplicateCode: '招生计划代号重复，例如{example}，请改正',
  codeMalformed: '院校、专业组或专业代号的位数或字符不对，例如{example}，请改正',
  trackUnknown: '科类不在规则包里，例如{example}，请改正',
  planTypeUnknown: '计划类型不在规则包里，例如{example}，请改正',
  planTypeNotInBatch: '计划类型不能在本批次任何志愿栏填报，例如{example}，请改正',
  categoryMalformed: '类别前后有空格或过长，例如{example}，请改正',
  audienceMissing: '没有写明报考专业或专业类别，例如{example}，请补充',
  audienceUnexpected: '本批次不分报考专业或专业类别，例如{example}，请清空',
  quotaOutOfRange: '计划数不是0-99999的整数，例如{example}，请改正',
  restrictionUnreadable: '报考限制无法识别，例如{example}，请改正',
};

interface OpeningFaultRow {
  readonly batch: string;
  readonly text: string;
  readonly count: number;
}

/** What is wrong with the data of batches that are to open (P38). */
export function presentOpeningFaults(
  pack: RulePack,
  faults: readonly OpeningFault[],
): readonly OpeningFaultRow[] {
  return faults.map(({ batch, code, example, count }) => ({
    batch: nameBatch(pack, batch),
    text: `${openingFaults[code].replace('{example}', example)}。`,
    count,
  }));
}

/** The same as a spreadsheet. */
export function tabulateFaults(faults: readonly OpeningFaultRow[]) {
  return tabulate(
    [
      ['批次', ({ batch }) => batch],
      ['问题', ({ text }) => text],
      ['条数', ({ count }) => count],
    ],
    faults,
  );
}

/** A batch by its name. */
function nameBatch(pack: RulePack, code: string): string {
  return pack.batches.find((batch) => batch.code === code)?.name ?? code;
}

const warningTexts: Readonly<Record<WindowWarning['why'], string>> = {
  behind: '不随此次调整，将早于其他考生截止。',
  stays: '不随此次调整，仍按原来的时间填报。',
  overruled: '的考生，属于所选范围的改按新设的时间填报。',
  dayAndNight: '不再有每天的时段，从开始到截止昼夜都可以填报。',
  noFirstFiling: '分阶段的限制随截止时间移动，从开始时起就不能首次填报。',
};

/** What an act does besides what it says, each in a sentence. */
export function presentWarnings(
  pack: RulePack,
  warnings: readonly WindowWarning[],
  names: PlaceNames,
): readonly string[] {
  return warnings.map(({ window, why }) => {
    const { batch, scope } = window;
    const times = `${formatDayMinute(window.opensAt)}至${formatDayMinute(window.closesAt)}${presentHoursBeside(window)}`;
    return `【${nameBatch(pack, batch)}】${presentScope(pack, scope, names)}（${times}）${warningTexts[why]}`;
  });
}
