import { setTimeout as sleep } from 'node:timers/promises';
import { realTime } from '../clock';

/**
 * Does something and answers after a whole number of steps of `ms` milliseconds, however long it took, so that the
 * time does not tell whether there was anything to do (P21).
 */
export async function takeEvenTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const began = realTime();
  try {
    return await work();
  } finally {
    await sleep(ms - ((realTime() - began) % ms));
  }
}
