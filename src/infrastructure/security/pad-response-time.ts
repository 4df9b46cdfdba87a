import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../clock';

/**
 * Does something and answers after a whole number of steps of `ms` milliseconds, however long it took, so that the
 * time does not tell whether there was anything to do (P21).
 */
export async function padResponseTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const began = wallClock();
  try {
    return await work();
  } finally {
    await sleep(ms - ((wallClock() - began) % ms));
  }
}
