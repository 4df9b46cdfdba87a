/** Work that is done again and again, one round after another. */
export interface Repetition {
  /** Begins the next round as soon as this one is over. */
  nudge(): void;
  /** Begins no more rounds; resolves when the last one is over. */
  stop(): Promise<void>;
}

interface Rhythm {
  /** Milliseconds between two rounds. */
  readonly everyMs: number;
  /** Milliseconds between two rounds when nudged; bounds what a burst of nudges costs. */
  readonly restMs?: number;
  /** Asked before each round; where it says so the round is left out. */
  readonly rests?: () => boolean | Promise<boolean>;
  /** A failed round is reported and is one more reason to wait. */
  readonly onFault: (error: unknown) => void;
}

/** Does `work` at once and then again and again until it is stopped. */
export function repeatWork(
  work: () => Promise<unknown>,
  { everyMs, restMs = 0, rests = () => false, onFault }: Rhythm,
): Repetition {
  let stopped = false;
  let nudged = false;
  let waiting: { end(): void; readonly yields: boolean } | null = null;

  const wait = (ms: number, yields: boolean) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waiting = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      waiting = { end, yields };
    });

  async function round(): Promise<void> {
    if (!(await rests())) await work();
  }

  async function repeat(): Promise<void> {
    while (!stopped) {
      nudged = false;
      await round().catch(onFault);
      if (!nudged && !stopped) await wait(everyMs, true);
      if (nudged && !stopped) await wait(restMs, false);
    }
  }

  const running = repeat();
  return {
    nudge() {
      nudged = true;
      if (waiting?.yields) waiting.end();
    },
    stop() {
      stopped = true;
      waiting?.end();
      return running;
    },
  };
}
