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

/** Numbers over time, drawn up to be printed as SVG. Numbers are units of the viewBox. */
export interface TimeChart {
  readonly id: string;
  readonly title: string;
  /** All that the picture says, in words. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly barWidth: number;
  readonly grid: readonly { readonly y: number; readonly label: string }[];
  /** A few of the instants, below the axis. */
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly points: readonly PlacedPoint[];
  /** Corners of the line through all points: x,y x,y. */
  readonly line: string;
}

const WIDTH = 470;
const HEIGHT = 230;
const LEFT = 58;
const RIGHT = 460;
const TOP = 16;
const BASELINE = 194;
const MOST_TICKS = 5;

interface TimeChartSource {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly points: readonly ChartPoint[];
}

/** Draws up a chart of at least one point, from nothing up to a round number above the highest. */
export function drawTimeChart({ id, title, description, points }: TimeChartSource): TimeChart {
  const top = roundUp(Math.max(1, ...points.map(({ value }) => value)));
  const slot = (RIGHT - LEFT) / points.length;
  const place = (value: number) => round(BASELINE - ((BASELINE - TOP) * value) / top);
  const placed = points.map((point, index) => ({
    ...point,
    x: round(LEFT + slot * (index + 0.5)),
    y: place(point.value),
  }));
  const every = Math.ceil(points.length / MOST_TICKS);
  return {
    id,
    title,
    description,
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    right: RIGHT,
    baseline: BASELINE,
    barWidth: round(Math.max(1, slot * 0.7)),
    grid: [0, 0.5, 1].map((share) => ({ y: place(top * share), label: String(top * share) })),
    ticks: placed.filter((_point, index) => index % every === 0).map(({ x, tick }) => ({ x, label: tick })),
    points: placed,
    line: placed.map(({ x, y }) => `${x},${y}`).join(' '),
  };
}

/** The next of 2, 4, 6, 10, 20, 40, 60, 100 … that is not less: its half is whole. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const found = [1, 2, 4, 6, 10].find((factor) => factor * power >= value && (factor * power) % 2 === 0);
  return (found ?? 20) * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
