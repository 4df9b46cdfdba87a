import { formatMinute } from '../../infrastructure/format-time';
import type { Batch } from '../../rules/pack/rule-pack';
import type { PlaceCount, SaveCount } from './count.repository';
import { countSaveColumns, nameElsewhere, type Tally, tally, type Units } from './tally';
import { drawTimeChart, type TimeChart } from './time-chart';

interface BoardRow {
  readonly name: string;
  /** '' where nothing stands below. */
  readonly href: string;
  readonly cells: readonly { readonly column: string; readonly value: number }[];
}

/** 保存3次; 保存6次以上 of the last where saves are not limited. */
function nameSaves({ maxSaves }: Batch, number: number, columns: number): string {
  return `保存${number}次${maxSaves === null && number === columns ? '以上' : ''}`;
}

/** What the columns of a board are called. */
export function listColumns(batch: Batch): readonly string[] {
  const saves = countSaveColumns(batch);
  const elsewhere = nameElsewhere(batch);
  return [
    '考生',
    '未登录',
    '未填报',
    '只有草稿',
    ...Array.from({ length: saves }, (_none, index) => nameSaves(batch, index + 1, saves)),
    ...(batch.finalConfirmation === undefined ? [] : ['已确认']),
    ...(elsewhere === null ? [] : [elsewhere]),
    '已放弃',
    '已打印',
    '承诺书未交',
    '未绑定安全措施',
  ];
}

function listValues(batch: Batch, row: Tally): readonly number[] {
  return [
    row.registered,
    row.notSignedIn,
    row.notBegun,
    row.draftOnly,
    ...row.saved,
    ...(batch.finalConfirmation === undefined ? [] : [row.confirmed]),
    ...(nameElsewhere(batch) === null ? [] : [row.savedElsewhere]),
    row.abandoned,
    row.printed,
    row.undertakingMissing,
    row.noFactor,
  ];
}

/** One row of a board. */
export function presentRow(batch: Batch, name: string, href: string, row: Tally): BoardRow {
  const values = listValues(batch, row);
  return {
    name,
    href,
    cells: listColumns(batch).map((column, index) => ({ column, value: values[index] ?? 0 })),
  };
}

/** Counts of the rows below a place, each by its key. */
export function tallyRows(
  units: Units,
  counts: readonly PlaceCount[],
): { readonly key: string; readonly tally: Tally }[] {
  const byKey = new Map<string, PlaceCount[]>();
  for (const count of counts) byKey.set(count.key, [...(byKey.get(count.key) ?? []), count]);
  return [...byKey].map(([key, own]) => ({ key, tally: tally(units, own) }));
}

interface SavesModel {
  readonly progress: TimeChart;
  readonly minutes: TimeChart;
  /** Beneath the first chart: hour, first saves, so far. */
  readonly hourRows: readonly { readonly at: string; readonly count: number; readonly total: number }[];
  /** Beneath the second chart: the minutes in which there were saves, the newest first. */
  readonly minuteRows: readonly { readonly at: string; readonly count: number }[];
}

const HOUR = 3600_000;
const MINUTE = 60_000;

interface SavesSource {
  readonly hours: readonly SaveCount[];
  readonly minutes: readonly SaveCount[];
  /** The first hour and the first minute that are shown, and the instant that is now. */
  readonly fromHour: Date;
  readonly fromMinute: Date;
  readonly now: Date;
  /** First saves before the first hour. */
  readonly before: number;
}

/** Progress over the hours and saves per minute, as charts and as tables. */
export function presentSaves({ hours, minutes, fromHour, fromMinute, now, before }: SavesSource): SavesModel {
  let total = before;
  const byHour = fill(hours, fromHour, now, HOUR).map(({ at, firstSaves }) => {
    total += firstSaves;
    return { at: formatMinute(at), count: firstSaves, total };
  });
  const byMinute = fill(minutes, fromMinute, now, MINUTE).map(({ at, saves }) => ({
    at: formatMinute(at),
    count: saves,
  }));
  const most = Math.max(0, ...byMinute.map(({ count }) => count));
  return {
    progress: drawTimeChart({
      id: 'progress',
      title: '首次保存志愿的累计数（按小时）',
      description: `从${byHour[0]?.at ?? ''}到${byHour.at(-1)?.at ?? ''}，累计${total}份。`,
      points: byHour.map(({ at, total: value }) => ({ tick: `${at.slice(3, -3)}时`, value })),
    }),
    minutes: drawTimeChart({
      id: 'minutes',
      title: '每分钟保存次数（最近3小时）',
      description: `从${byMinute[0]?.at ?? ''}到${byMinute.at(-1)?.at ?? ''}，最多每分钟${most}次。`,
      points: byMinute.map(({ at, count }) => ({ tick: at.slice(-5), value: count })),
    }),
    hourRows: byHour.toReversed(),
    minuteRows: byMinute.filter(({ count }) => count > 0).toReversed(),
  };
}

/** Every step from `from` to `now`, those without saves too. */
function fill(counts: readonly SaveCount[], from: Date, now: Date, step: number): SaveCount[] {
  const known = new Map(counts.map((count) => [count.at.getTime(), count]));
  const steps = Math.max(1, Math.floor((now.getTime() - from.getTime()) / step) + 1);
  return Array.from({ length: steps }, (_none, index) => {
    const at = new Date(from.getTime() + index * step);
    return known.get(at.getTime()) ?? { at, saves: 0, firstSaves: 0 };
  });
}
