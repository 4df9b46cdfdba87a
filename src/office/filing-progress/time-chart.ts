import {
  type ChartFrame,
  columnWidth,
  type FramedChart,
  placeColumn,
  roundUnits,
  roundUp,
} from '../../infrastructure/chart-frame';

/** A value at an instant. */
interface ChartPoint {
  /** Below the axis, where there is room for it. */
  readonly tick: string;
  readonly value: number;
}

interface PlacedPoint extends ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** Numbers over time. */
export interface TimeChart extends FramedChart {
  /** A few of the instants, below the axis. */
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly points: readonly PlacedPoint[];
  /** Corners of the line through all points: x,y x,y. */
  readonly line: string;
}

const frame: ChartFrame = { width: 470, height: 230, left: 58, right: 460, top: 16, baseline: 194 };
const MAX_TICKS = 5;

interface TimeChartSource {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly points: readonly ChartPoint[];
}

/** Draws up a chart of at least one point, from nothing up to a round number above the highest. */
export function drawTimeChart({ id, title, description, points }: TimeChartSource): TimeChart {
  const { top, baseline } = frame;
  // 2, 4, 6, 10, 20, 40 …: half of it is whole.
  const highest = roundUp(Math.max(2, ...points.map(({ value }) => value)), [1, 2, 4, 6]);
  const place = (value: number) => roundUnits(baseline - ((baseline - top) * value) / highest);
  const placed = points.map((point, index) => ({
    ...point,
    x: placeColumn(frame, points.length, index),
    y: place(point.value),
  }));
  const every = Math.ceil(points.length / MAX_TICKS);
  return {
    id,
    title,
    description,
    ...frame,
    barWidth: roundUnits(Math.max(1, columnWidth(frame, points.length) * 0.7)),
    grid: [0, 0.5, 1].map((share) => ({ y: place(highest * share), label: String(highest * share) })),
    ticks: placed.filter((_point, index) => index % every === 0).map(({ x, tick }) => ({ x, label: tick })),
    points: placed,
    line: placed.map(({ x, y }) => `${x},${y}`).join(' '),
  };
}
