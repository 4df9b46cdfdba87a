import type { FramedChart } from '../../infrastructure/chart-frame';

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

/** Several years side by side. */
export interface Chart extends FramedChart {
  readonly columns: readonly ChartColumn[];
  /** One's own score or rank; null where it is not known. */
  readonly own: { readonly y: number; readonly words: string; readonly value: string } | null;
}
