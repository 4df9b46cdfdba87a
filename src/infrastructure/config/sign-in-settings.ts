import { availableParallelism } from 'node:os';
import { wholeNumber } from './config-fields';

/** How many candidates are let in before others wait in line; of all machines together. */
export interface SignInSettings {
  /** Sign-ins a second. */
  readonly rate: number;
  /** Candidates inside at a time, each reckoned to stay a quarter of an hour. */
  readonly most: number;
}

/** Of one core: a little less than it hashes passwords in a second, and than it serves people who file. */
const RATE_OF_CORE = 20;
const MOST_OF_CORE = 9000;

export const signInVariables = {
  SIGN_IN_RATE: wholeNumber(1, 100_000).optional(),
  SIGN_IN_MOST: wholeNumber(1, 10_000_000).optional(),
};

export function toSignInSettings(env: {
  readonly SIGN_IN_RATE?: number | undefined;
  readonly SIGN_IN_MOST?: number | undefined;
}): SignInSettings {
  const cores = availableParallelism();
  return { rate: env.SIGN_IN_RATE ?? RATE_OF_CORE * cores, most: env.SIGN_IN_MOST ?? MOST_OF_CORE * cores };
}
