/** A line across the chart. */
interface ChartLine {
  readonly y: number;
  readonly label: string;
}

/** The picture and the plotted part in it. Numbers are units of the viewBox. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** The axis below. */
  readonly baseline: number;
}

/** What every chart has that is printed as SVG (views/macros/chart.njk). */
export interface FramedChart extends ChartFrame {
  readonly id: string;
  readonly title: string;
  /** All that the picture says, in words. */
  readonly description: string;
  readonly barWidth: number;
  readonly grid: readonly ChartLine[];
}

/** The width of one of so many columns side by side. */
export function columnWidth({ left, right }: ChartFrame, columns: number): number {
  return (right - left) / columns;
}

/** The middle of a column; the first is 0. */
export function placeColumn(frame: ChartFrame, columns: number, index: number): number {
  return roundUnits(frame.left + columnWidth(frame, columns) * (index + 0.5));
}

/** A tenth of a unit is as fine as a screen shows. */
export function roundUnits(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The next round number that is not less: one of the factors, from 1 to below 10, or 10, times a power of ten. */
export function roundUp(least: number, factors: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return (factors.find((factor) => factor * power >= least) ?? 10) * power;
}
