import type { Clock } from '../../src/infrastructure/clock';

/** Business time that stands where the test puts it. */
export interface TestClock extends Clock {
  set(at: Date): void;
  /** Moves on by so many milliseconds. */
  advance(ms: number): void;
  read(): Date;
}

export const MINUTE = 60_000;

export function createTestClock(start: Date = new Date()): TestClock {
  let at = start.getTime();
  return {
    now: async () => new Date(at),
    query: { name: 'test_now', text: 'select 1', values: [], read: () => new Date(at) },
    readNow: () => new Date(at),
    read: () => new Date(at),
    set: (next) => {
      at = next.getTime();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}
