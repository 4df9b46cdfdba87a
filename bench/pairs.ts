/** Two ways of doing the same, measured in turn. */
export interface Comparison {
  /** Median of what is done a second. */
  readonly app: number;
  readonly floor: number;
  /** Median of the ratios of the pairs, and the lowest and highest of them. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}

/** A round: does its work and tells how much of it was done a second. */
export type Round = () => Promise<number>;

/** Rounds that do not count: node compiles what is hot over the first thousands of requests. */
export const WARM_UPS = 3;

/**
 * Measures in pairs, app then floor, after rounds of each that do not count. What slows the machine for a
 * while slows both halves of a pair, so the ratio holds where the figures do not.
 */
export async function measurePairs(pairs: number, app: Round, floor: Round): Promise<Comparison> {
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) {
    await app();
    await floor();
  }
  const rounds: { app: number; floor: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) rounds.push({ app: await app(), floor: await floor() });
  const ratios = rounds.map((round) => round.app / round.floor);
  return {
    app: median(rounds.map((round) => round.app)),
    floor: median(rounds.map((round) => round.floor)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
  };
}

/** Of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}
