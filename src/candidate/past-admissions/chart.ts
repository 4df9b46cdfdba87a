/** A line across the chart. */
interface ChartLine {
  readonly y: number;
  readonly label: string;
}

/** One year: a bar from the best to the worst who was admitted, and a mark at the average. */
interface ChartColumn {
  readonly label: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly middle: number;
  readonly topLabel: string;
  readonly bottomLabel: string;
  readonly middleLabel: string;
}

/** Several years side by side, drawn up to be printed as SVG. Numbers are units of the viewBox. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** All that the picture says, in words. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** Left and right end of the plotted part. */
  readonly left: number;
  readonly right: number;
  readonly barWidth: number;
  readonly baseline: number;
  readonly grid: readonly ChartLine[];
  readonly columns: readonly ChartColumn[];
  /** One's own score or rank; null where it is not known. */
  readonly own: { readonly y: number; readonly words: string; readonly value: string } | null;
}
