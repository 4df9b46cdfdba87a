/** What a step of everybody came to. */
export interface StepFigures {
  readonly step: string;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  /** 503 with its sentence: told to come again. */
  readonly refused: number;
  /** Any other 5xx, or no answer. */
  readonly broken: number;
}

/** What virtual candidates met. */
export interface Diary {
  note(step: string, status: number, ms: number): void;
  begin(): Visit;
  noteWaiting(visit: Visit, bytes: number): void;
  noteEntered(visit: Visit): void;
  listSteps(): readonly StepFigures[];
  describeLine(): LineFigures;
}

interface LineFigures {
  readonly entered: number;
  readonly waited: number;
  readonly longestWaitSeconds: number;
  /** Bytes of the largest page that somebody who waits was shown. */
  readonly pageBytes: number;
  /** By how much anybody who came later was let in before one who came earlier, in seconds. */
  readonly overtakenBySeconds: number;
}

interface Visit {
  readonly came: number;
  entered: number;
  waited: boolean;
}

interface Step {
  readonly times: number[];
  refused: number;
  broken: number;
}

export function createDiary(): Diary {
  const steps = new Map<string, Step>();
  const visits: Visit[] = [];
  let pageBytes = 0;
  return {
    note(step, status, ms) {
      const known = steps.get(step) ?? { times: [], refused: 0, broken: 0 };
      steps.set(step, known);
      if (status === 503) known.refused += 1;
      else if (status === 0 || status >= 500) known.broken += 1;
      else known.times.push(ms);
    },
    begin() {
      const visit = { came: performance.now(), entered: 0, waited: false };
      visits.push(visit);
      return visit;
    },
    noteWaiting(visit, bytes) {
      visit.waited = true;
      pageBytes = Math.max(pageBytes, bytes);
    },
    noteEntered(visit) {
      visit.entered = performance.now();
    },
    listSteps: () =>
      [...steps].map(([step, { times, refused, broken }]) => {
        const sorted = times.toSorted((one, other) => one - other);
        return {
          ...{ step, refused, broken, count: times.length + refused + broken },
          ...{ p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) },
        };
      }),
    describeLine() {
      const entered = visits.filter((visit) => visit.entered > 0);
      return {
        entered: entered.length,
        waited: entered.filter(({ waited }) => waited).length,
        longestWaitSeconds: Math.max(0, ...entered.map((visit) => visit.entered - visit.came)) / 1000,
        pageBytes,
        overtakenBySeconds: findOvertaking(entered) / 1000,
      };
    },
  };
}

/** The most by which somebody who was let in earlier had come later, in milliseconds. */
function findOvertaking(entered: readonly Visit[]): number {
  let most = 0;
  let lastCome = 0;
  for (const { came } of entered.toSorted((one, other) => one.entered - other.entered)) {
    most = Math.max(most, lastCome - came);
    lastCome = Math.max(lastCome, came);
  }
  return most;
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
