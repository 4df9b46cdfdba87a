import { roundUnits } from '../../infrastructure/chart-frame';
import { formatInstant, formatMinute, formatTimeOfDay } from '../../infrastructure/format-time';
import { type Alert, findAlerts, listStates, type ProcessState } from '../../rules/alerts/find-alerts';
import {
  countOf,
  INSTALLATION,
  type MeasuredMinute,
  type MinuteFigures,
  sumFigures,
} from '../../rules/alerts/measured-minute';
import { drawTimeChart } from '../filing-progress/time-chart';
import { switchWords } from '../switches/switch.controller';
import { presentAlert, presentSource } from './alert.presenter';
import { type FigureColumn, type FigurePlan, figurePlans } from './figures';

const MINUTE = 60_000;
const MINUTES_SHOWN = 60;

/** The figures of all processes in one minute. */
interface ShownMinute {
  readonly at: Date;
  readonly figures: MinuteFigures;
}

/** When the first minute that is shown begins. */
export function findFirstMinute(now: Date): Date {
  return new Date((Math.floor(now.getTime() / MINUTE) - MINUTES_SHOWN + 1) * MINUTE);
}

/** Everything that the page shows, from what the processes wrote down since `findFirstMinute`. */
export function presentOperations(minutes: readonly MeasuredMinute[], now: Date) {
  const alerts = findAlerts(minutes, now);
  const first = findFirstMinute(now).getTime();
  const shown = Array.from({ length: MINUTES_SHOWN }, (_none, index): ShownMinute => {
    const at = new Date(first + index * MINUTE);
    return { at, figures: sumFigures(minutes.filter((one) => isAt(one, at)).map(({ figures }) => figures)) };
  });
  const hour = sumFigures(shown.map(({ figures }) => figures));
  return {
    at: formatInstant(now),
    alerts: alerts.map(presentAlert),
    states: presentStates(minutes.filter(({ source }) => source === INSTALLATION).at(-1)?.figures),
    processes: listStates(minutes, now).map((one) => presentProcess(one, alerts)),
    figures: figurePlans.map((plan) => presentFigure(plan, shown, hour, alerts)),
  };
}

export type OperationsModel = ReturnType<typeof presentOperations>;

const isAt = ({ minute }: MeasuredMinute, at: Date) => minute.getTime() === at.getTime();

function presentFigure(
  plan: FigurePlan,
  shown: readonly ShownMinute[],
  hour: MinuteFigures,
  alerts: readonly Alert[],
) {
  const values = shown.map(({ figures }) => plan.read(figures));
  const badValues = shown.map(({ figures }) => plan.readBad?.(figures) ?? 0);
  const chart = drawTimeChart({
    id: plan.id,
    title: plan.title,
    description: `最近1小时每分钟：现在${values.at(-1) ?? 0}，最高${Math.max(0, ...values)}。`,
    points: shown.map(({ at }, index) => ({ tick: formatMinute(at).slice(-5), value: values[index] ?? 0 })),
  });
  const columns = plan.columns(hour);
  return {
    id: plan.id,
    title: plan.title,
    empty: plan.empty,
    isBad: alerts.some(({ code }) => plan.alerts.includes(code)),
    chart,
    bars: chart.points.flatMap(({ x, y, value }, index) => {
      if (value === 0) return [];
      const height = roundUnits(chart.baseline - y);
      // The red part of each column stands at its foot.
      const bad = roundUnits((height * (badValues[index] ?? 0)) / value);
      return [
        { x: roundUnits(x - chart.barWidth / 2), y, height, bad, badY: roundUnits(chart.baseline - bad) },
      ];
    }),
    headings: columns.map(([heading]) => heading),
    rows: tabulateMinutes(columns, shown),
  };
}

/** The minutes in which there was something, the newest first. */
function tabulateMinutes(columns: readonly FigureColumn[], shown: readonly ShownMinute[]) {
  return shown
    .map(({ at, figures }) => ({
      at: formatMinute(at).slice(-5),
      cells: columns.map(([heading, read]) => ({ heading, value: read(figures) })),
    }))
    .filter(({ cells }) => cells.some(({ value }) => value > 0))
    .toReversed();
}

const stateWords: Readonly<Record<ProcessState['state'], string>> = {
  answers: '正常',
  silent: '没有响应',
  ended: '已停止',
};

function presentProcess({ source, state, last }: ProcessState, alerts: readonly Alert[]) {
  const { counts, highest } = last.figures;
  const isNamed = alerts.some(({ sources }) => sources.includes(source));
  return {
    name: presentSource(source),
    state: state === 'answers' && isNamed ? '忙不过来' : stateWords[state],
    isBad: state === 'silent' || (state === 'answers' && isNamed),
    seenAt: formatTimeOfDay(last.seenAt),
    requests: countOf({ ...last.figures, counts }, 'requests/'),
    memory: highest.memory ?? 0,
    lag: Math.round((highest.lag ?? 0) * 1000),
  };
}

/** What stands now, whatever the process. */
function presentStates(now: MinuteFigures | undefined) {
  if (now === undefined) return [];
  const value = (name: string) => now.highest[name];
  const switches = Object.entries(switchWords).flatMap(([name, { label }]) =>
    value(`switch/${name}`) === 1 ? [label] : [],
  );
  return [
    { name: '正在填报的时间段', value: `${value('openWindows') ?? 0}个`, isBad: false },
    {
      name: '应急开关',
      value: switches.length === 0 ? '没有打开' : `已打开：${switches.join('、')}`,
      isBad: switches.length > 0,
    },
    {
      name: '批量试探密码',
      value: Object.entries(now.highest).some(([name, on]) => name.startsWith('alarm/') && on === 1)
        ? '有告警'
        : '没有',
      isBad: Object.entries(now.highest).some(([name, on]) => name.startsWith('alarm/') && on === 1),
    },
    { name: '上一次备份数据库', ...presentAge(now, 'backup/base') },
    { name: '上一次备份写入的内容', ...presentAge(now, 'backup/wal') },
  ];
}

/** 3小时25分钟以前. An installation whose database lies elsewhere measures none. */
function presentAge({ highest }: MinuteFigures, what: string) {
  const seconds = highest[what];
  if (seconds === undefined) {
    const isHere = highest['backup/none'] !== undefined;
    return { value: isHere ? '没有备份' : '由数据库所在处备份', isBad: highest['backup/none'] === 1 };
  }
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const said = hours === 0 ? `${minutes}分钟` : `${hours}小时${minutes % 60}分钟`;
  return { value: `${said}以前`, isBad: false };
}
