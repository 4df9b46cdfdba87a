/** How the scores of a year's 科类 are spread in the demo: invented, near to a bell. */
interface Spread {
  readonly candidates: number;
  readonly mean: number;
  readonly deviation: number;
}

const SCIENCE = { candidates: 480_000, deviation: 96 } as const;
const LIBERAL = { candidates: 260_000, deviation: 88 } as const;

const PHYSICS = { candidates: 520_000, deviation: 94 } as const;
const HISTORY = { candidates: 330_000, deviation: 86 } as const;

const WHOLE = { candidates: 610_000, deviation: 96 } as const;

const spreads: Readonly<Record<number, Readonly<Record<string, Spread>>>> = {
  2018: { 文科综合: { ...LIBERAL, mean: 428 }, 理科综合: { ...SCIENCE, mean: 402 } },
  2019: { 文科综合: { ...LIBERAL, mean: 436 }, 理科综合: { ...SCIENCE, mean: 411 } },
  2020: { 文科综合: { ...LIBERAL, mean: 452 }, 理科综合: { ...SCIENCE, mean: 436 } },
  2025: {
    不分科类: { ...WHOLE, mean: 421 },
    历史类: { ...HISTORY, mean: 446 },
    物理类: { ...PHYSICS, mean: 425 },
  },
  2026: { 历史类: { ...HISTORY, mean: 438 }, 物理类: { ...PHYSICS, mean: 419 } },
  2021: { 文科综合: { ...LIBERAL, mean: 455 }, 理科综合: { ...SCIENCE, mean: 421 } },
};

/**
 * The rank (位次) of a score among its year's 科类, 1 being the best; a better score never has a worse one.
 * @throws RangeError for a year or 科类 that the demo does not know
 */
export function rankOf(year: number, track: string, score: number): number {
  const spread = spreads[year]?.[track];
  if (spread === undefined) throw new RangeError(`The demo knows no ranks of ${track} in ${year}`);
  const distance = (score - spread.mean) / spread.deviation;
  // A logistic near to the normal distribution, without its integral.
  const share = 1 / (1 + Math.exp(0.07056 * distance ** 3 + 1.5976 * distance));
  return Math.max(1, Math.round(spread.candidates * share));
}
