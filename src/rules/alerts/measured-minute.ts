/** What was counted and measured within a minute. Names are paths: `requests/candidate/5xx`, `pool/office`. */
export interface MinuteFigures {
  readonly counts: Readonly<Record<string, number>>;
  /** Pages that are not the exam office's, by how long they took: one number a bound, as many as there are. */
  readonly durations: readonly number[];
  /** What was measured again and again: the most and the least of it. */
  readonly highest: Readonly<Record<string, number>>;
  readonly lowest: Readonly<Record<string, number>>;
}

/** A minute of a process, or of what all of them have in common. */
export interface MeasuredMinute {
  readonly source: string;
  /** Its beginning. */
  readonly minute: Date;
  /** When it was written last. */
  readonly seenAt: Date;
  /** The process has stopped as it was told to. */
  readonly ended: boolean;
  readonly figures: MinuteFigures;
}

/** Who stands for what is measured once for all processes: messages, ledger, line, windows, switches, backups. */
export const INSTALLATION = '';

/** Upper bounds of `durations`, in seconds; what took longer stands behind the last. */
export const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export const noFigures: MinuteFigures = { counts: {}, durations: [], highest: {}, lowest: {} };

/** Several minutes, or several processes in one, as one. */
export function sumFigures(all: readonly MinuteFigures[]): MinuteFigures {
  return all.reduce(
    (sum, one) => ({
      counts: merge(sum.counts, one.counts, (a, b) => a + b),
      durations: Array.from(
        { length: Math.max(sum.durations.length, one.durations.length) },
        (_none, at) => (sum.durations[at] ?? 0) + (one.durations[at] ?? 0),
      ),
      highest: merge(sum.highest, one.highest, Math.max),
      lowest: merge(sum.lowest, one.lowest, Math.min),
    }),
    noFigures,
  );
}

type Named = Readonly<Record<string, number>>;

function merge(one: Named, other: Named, how: (a: number, b: number) => number): Named {
  const merged: Record<string, number> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const had = merged[name];
    merged[name] = had === undefined ? value : how(had, value);
  }
  return merged;
}

/** The sum of all that begins so and ends so. */
export function countOf({ counts }: MinuteFigures, start: string, end = ''): number {
  return Object.entries(counts)
    .filter(([name]) => name.startsWith(start) && name.endsWith(end))
    .reduce((sum, [, count]) => sum + count, 0);
}

/**
 * Within how many seconds such a share of the pages was there, as Prometheus reckons it: evenly within a bound, and
 * the last bound for all that took longer. 0 where there was none.
 */
export function findDuration({ durations }: MinuteFigures, share: number): number {
  const all = durations.reduce((sum, count) => sum + count, 0);
  let left = all * share;
  for (const [at, count] of durations.entries()) {
    const upper = durationBounds[at];
    if (upper === undefined) break;
    const lower = durationBounds[at - 1] ?? 0;
    if (count > 0 && left <= count) return lower + ((upper - lower) * left) / count;
    left -= count;
  }
  return all === 0 ? 0 : (durationBounds.at(-1) ?? 0);
}
