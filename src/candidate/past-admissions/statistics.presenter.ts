import type { AdmissionStatistics, PublishedSpan } from './admission-statistics';
import type { Chart } from './chart';
import { type DrawnSpan, formatNumber, presentChart } from './chart.presenter';

/** A candidate's own 科类, score and rank (位次), as far as they are known. */
export interface OwnStanding {
  readonly track: string;
  readonly score: number | null;
  readonly rank: number | null;
}

/** A cell of the table, with its column for narrow screens. */
interface StatisticsCell {
  readonly column: string;
  readonly text: string;
}

interface StatisticsGroup {
  readonly title: string;
  /** Score and rank; none where nobody was admitted. */
  readonly charts: readonly Chart[];
  /** Whether something was published that is not enough for a chart. */
  readonly partly: boolean;
  /** Whether one's own score or rank is marked in the charts. */
  readonly marked: boolean;
  readonly rows: readonly (readonly StatisticsCell[])[];
}

/** Columns of figure 20. */
export const STATISTICS_COLUMNS = [
  '批次',
  '科类',
  '年度',
  '计划数',
  '录取数',
  '最高分',
  '最低分',
  '平均分',
  '最高位次',
  '最低位次',
  '平均分位次',
] as const;

const NO_VALUE = '—';
const SCORE_WORDS = { highest: '最高分', average: '平均分', lowest: '最低分' };
const RANK_WORDS = { highest: '最高位次', average: '平均分位次', lowest: '最低位次' };

/** 往年录取统计 by batch and 科类, the years of each side by side; one's own score stands in one's own 科类 only. */
export function presentStatistics(
  statistics: readonly AdmissionStatistics[],
  own: OwnStanding,
): readonly StatisticsGroup[] {
  const titles = [...new Set(statistics.map(titleOf))];
  return titles.map((title, index) => {
    const ofGroup = statistics.filter((one) => titleOf(one) === title);
    const isOwn = ofGroup.every(({ track }) => track === own.track);
    const charts = presentCharts(`chart-${index + 1}`, title, ofGroup, isOwn ? own : null);
    return {
      title,
      charts,
      partly: ofGroup.some(({ scores, ranks }) => scores !== null || ranks !== null),
      marked: charts.some((chart) => chart.own !== null),
      rows: ofGroup.map(presentRow),
    };
  });
}

function titleOf({ batch, track, group }: AdmissionStatistics): string {
  return [batch, track, group === '' ? '' : `${group}专业组`].filter((part) => part !== '').join(' ');
}

/** Figures of 专业组 and 专业 in one batch and 科类. */
interface DetailTable {
  readonly title: string;
  readonly rows: readonly (readonly StatisticsCell[])[];
}

/** Columns of the figures by 专业组 and 专业. */
export const DETAIL_COLUMNS = [
  '年度',
  '专业组',
  '专业',
  '选科要求',
  '计划数',
  '录取数',
  '最高分',
  '最低分',
  '平均分',
  '最高位次',
  '最低位次',
] as const;

/** By 专业组 and 专业, the newest year first. */
export function presentDetails(statistics: readonly AdmissionStatistics[]): readonly DetailTable[] {
  const kindOf = ({ batch, track }: AdmissionStatistics) => `${batch} ${track}`;
  const titles = [...new Set(statistics.map(kindOf))];
  return titles.map((title) => ({
    title,
    rows: statistics
      .filter((one) => kindOf(one) === title)
      .toSorted((one, other) => other.year - one.year)
      .map(presentDetail),
  }));
}

function presentDetail(row: AdmissionStatistics): readonly StatisticsCell[] {
  const { year, group, major, majorName, requirement, planned, admitted, scores, ranks } = row;
  const texts = [
    String(year),
    group,
    major === '' ? majorName : `[${major}]${majorName}`,
    requirement,
    ...[planned, admitted].map(formatCount),
    ...presentSpan(scores),
    ...presentSpan(ranks).slice(0, 2),
  ];
  return DETAIL_COLUMNS.map((column, index) => ({ column, text: texts[index] || NO_VALUE }));
}

const formatCount = (count: number | null) => (count === null ? NO_VALUE : String(count));

function presentCharts(
  id: string,
  title: string,
  statistics: readonly AdmissionStatistics[],
  own: OwnStanding | null,
): readonly Chart[] {
  const scores = listYears(statistics, 'scores');
  const ranks = listYears(statistics, 'ranks');
  const mark = (words: string, value: number | null | undefined) =>
    value === null || value === undefined ? null : { words, value };
  return [
    ...(scores.length === 0
      ? []
      : [
          presentChart({
            id: `${id}-score`,
            title: `${title}：录取分数`,
            unit: '分',
            words: SCORE_WORDS,
            smallestOnTop: false,
            years: scores,
            own: mark('我的成绩', own?.score),
          }),
        ]),
    ...(ranks.length === 0
      ? []
      : [
          presentChart({
            id: `${id}-rank`,
            title: `${title}：录取位次`,
            unit: '位',
            words: RANK_WORDS,
            smallestOnTop: true,
            years: ranks,
            own: mark('我的位次', own?.rank),
          }),
        ]),
  ];
}

function listYears(statistics: readonly AdmissionStatistics[], value: 'scores' | 'ranks') {
  return statistics.flatMap(({ year, [value]: span }) => {
    const drawn = span === null ? null : toDrawn(span);
    return drawn === null ? [] : [{ year, span: drawn }];
  });
}

function presentRow(row: AdmissionStatistics): readonly StatisticsCell[] {
  const { batch, track, year, planned, admitted, scores, ranks } = row;
  const texts = [
    batch,
    track,
    String(year),
    formatCount(planned),
    formatCount(admitted),
    ...presentSpan(scores),
    ...presentSpan(ranks),
  ];
  return STATISTICS_COLUMNS.map((column, index) => ({ column, text: texts[index] ?? '' }));
}

/** A span that can be drawn; null where the lowest was not published. */
function toDrawn({ highest, average, lowest }: PublishedSpan): DrawnSpan | null {
  return lowest === null ? null : { highest, average, lowest };
}

function presentSpan(span: PublishedSpan | null): readonly string[] {
  if (span === null) return [NO_VALUE, NO_VALUE, NO_VALUE];
  return [span.highest, span.lowest, span.average].map((value) =>
    value === null ? NO_VALUE : formatNumber(value),
  );
}
