import {
  type ChartFrame,
  columnWidth,
  placeColumn,
  roundUnits,
  roundUp,
} from '../../infrastructure/chart-frame';
import type { PublishedSpan } from './admission-statistics';
import type { Chart } from './chart';

/** What can be drawn of a year: the lowest at least. */
export type DrawnSpan = PublishedSpan & { readonly lowest: number };

export interface ChartSource {
  readonly id: string;
  readonly title: string;
  /** 分 or 位. */
  readonly unit: string;
  /** Words for the three values of a year, such as 最高分. */
  readonly words: ScoreSpanWords;
  /** Ranks: the smallest stands on top. */
  readonly smallestOnTop: boolean;
  readonly years: readonly { readonly year: number; readonly span: DrawnSpan }[];
  readonly own: { readonly words: string; readonly value: number } | null;
}

type ScoreSpanWords = { readonly [value in keyof PublishedSpan]: string };

const frame: ChartFrame = { width: 470, height: 290, left: 62, right: 384, top: 26, baseline: 250 };
const MAX_BAR_WIDTH = 44;
const WANTED_STEPS = 5;

/** Draws up a chart of at least one year. Every year is drawn with its three values written beside the bar. */
export function presentChart(source: ChartSource): Chart {
  const { years, own, unit, words } = source;
  const values = years.flatMap(({ span }) => [span.highest ?? span.lowest, span.lowest]);
  const scale = createScale(own === null ? values : [...values, own.value], source.smallestOnTop);
  return {
    id: source.id,
    title: source.title,
    description: [
      ...years.map(({ year, span }) => {
        const said = (['highest', 'average', 'lowest'] as const).flatMap((value) => {
          const number = span[value];
          return number === null ? [] : [`${words[value]}${formatNumber(number)}`];
        });
        return `${year}年${said.join('，')}`;
      }),
      ...(own === null ? [] : [`${own.words}${formatNumber(own.value)}${unit}`]),
    ].join('；'),
    ...frame,
    barWidth: Math.min(MAX_BAR_WIDTH, roundUnits(columnWidth(frame, years.length) / 3)),
    grid: scale.ticks.map((tick) => ({ y: scale.place(tick), label: formatNumber(tick) })),
    columns: years.map(({ year, span }, index) => {
      const { lowest } = span;
      const highest = span.highest ?? lowest;
      const average = span.average ?? lowest;
      return {
        label: String(year),
        x: placeColumn(frame, years.length, index),
        top: scale.place(highest),
        bottom: scale.place(lowest),
        middle: scale.place(average),
        topLabel: formatNumber(highest),
        bottomLabel: lowest === highest ? '' : formatNumber(lowest),
        middleLabel: average === lowest || lowest === highest ? '' : formatNumber(average),
      };
    }),
    own: own && { y: scale.place(own.value), words: own.words, value: formatNumber(own.value) + unit },
  };
}

interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** Round numbers around the values, with room for the labels of the outermost ones. */
function createScale(values: readonly number[], smallestOnTop: boolean): Scale {
  const { top, baseline } = frame;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = Math.max((most - least) * 0.15, 1);
  const step = roundUp((most - least + 2 * room) / WANTED_STEPS, [1, 2, 5]);
  const from = Math.max(0, Math.floor((least - room) / step) * step);
  const to = Math.ceil((most + room) / step) * step;
  const ticks = Array.from(
    { length: Math.round((to - from) / step) + 1 },
    (_none, index) => from + index * step,
  );
  const place = (value: number) => {
    const share = (value - from) / (to - from);
    return roundUnits(top + (baseline - top) * (smallestOnTop ? share : 1 - share));
  };
  return { ticks, place };
}

/** 514, 560.5. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
