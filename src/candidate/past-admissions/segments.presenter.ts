import { type ChartFrame, type FramedChart, roundUnits, roundUp } from '../../infrastructure/chart-frame';
import type { ScoreSegment, SegmentTable } from './score-segment.repository';

/** How many have a score or a better one, as a curve over the scores, the best at the left. */
interface SegmentCurve extends FramedChart {
  /** Corners of the line: x,y x,y. */
  readonly line: string;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** One's own score; null where it is not known or not of this table. */
  readonly own: { readonly x: number; readonly y: number; readonly words: string } | null;
}

const frame: ChartFrame = { width: 470, height: 290, left: 70, right: 456, top: 22, baseline: 250 };
/** So many corners are as fine as the picture shows. */
const MOST_POINTS = 90;
const WANTED_TICKS = 6;

/** 700及以上, 180–199, 560. */
export function nameScore({ score, scoreTo }: Pick<ScoreSegment, 'score' | 'scoreTo'>): string {
  if (scoreTo === null) return String(score);
  return scoreTo > 900 ? `${score}及以上` : `${score}–${scoreTo}`;
}

/** The line of a table in which a score stands; undefined where none has it or a worse one. */
export function findSegment(segments: readonly ScoreSegment[], score: number): ScoreSegment | undefined {
  return segments.find((one) => one.score <= score);
}

/** Draws the curve of a table of at least two lines. */
export function presentCurve(
  { year, track }: SegmentTable,
  segments: readonly ScoreSegment[],
  own: number | null,
): SegmentCurve | null {
  const [best, worst] = [segments[0], segments.at(-1)];
  if (best === undefined || worst === undefined || best.score === worst.score) return null;
  const { left, right, top, baseline } = frame;
  const most = roundUp(Math.max(1, worst.total), [1, 2, 4, 6]);
  const x = (score: number) =>
    roundUnits(left + ((right - left) * (best.score - score)) / (best.score - worst.score));
  const y = (total: number) => roundUnits(baseline - ((baseline - top) * total) / most);
  const every = Math.ceil(segments.length / MOST_POINTS);
  const points = segments.filter((_one, index) => index % every === 0 || index === segments.length - 1);
  const step = roundUp((best.score - worst.score) / WANTED_TICKS, [1, 2, 5]);
  const marks = Array.from(
    { length: Math.floor(best.score / step) + 1 },
    (_none, index) => (Math.floor(best.score / step) - index) * step,
  ).filter((score) => score >= worst.score);
  const mine = own === null ? undefined : findSegment(segments, own);
  const inside = own !== null && own <= best.score && mine !== undefined;
  return {
    ...frame,
    id: 'segments',
    title: `${year}年${track}：各分数及以上的人数`,
    description: [
      ...points
        .filter((_one, index) => index % 10 === 0 || index === points.length - 1)
        .map((one) => `${nameScore(one)}分${one.total}人`),
      ...(mine === undefined ? [] : [`我的成绩${own}分，累计${mine.total}人`]),
    ].join('；'),
    barWidth: 0,
    grid: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ y: y(most * share), label: String(most * share) })),
    line: points.map((one) => `${x(one.score)},${y(one.total)}`).join(' '),
    ticks: marks.map((score) => ({ x: x(score), label: String(score) })),
    own: inside ? { x: x(mine.score), y: y(mine.total), words: `我的成绩${own}分` } : null,
  };
}
