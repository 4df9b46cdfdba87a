const FIRST_SECONDS = 5;
const MAX_SECONDS = 600;

/**
 * Seconds to wait after the nth failed attempt (1 is the first): 5, 10, 20 … at most 600, each moved by up to a
 * quarter either way, so that what failed together does not come back together. `chance` is from 0 to below 1.
 */
export function computeRetryDelay(attempts: number, chance: number): number {
  const seconds = Math.min(MAX_SECONDS, FIRST_SECONDS * 2 ** Math.min(attempts - 1, 20));
  return seconds * (0.75 + chance / 2);
}
