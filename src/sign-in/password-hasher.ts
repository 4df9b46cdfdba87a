import os from 'node:os';
import bcrypt from 'bcrypt';
import { AppError } from '../errors';

const COST = 10;
/** Threads of libuv's pool, on which bcrypt runs, off the event loop. */
const THREADS = 4;
/** Hashes under way at once: more than there are cores would only take turns, each turn costing what is in the caches. */
const PARALLEL = Math.min(THREADS, os.availableParallelism());
/** Waiting hashes beyond which new ones are refused at once: about ten seconds of work on two cores. */
const MAX_WAITING = 250;
/** Compared when nobody matches, so that a missing number takes as long as a wrong password. */
const NOBODY = '$2b$10$C6UzMDM.H6dfI/f/IKcEeO4rM6WJ7YxWb6nLJgT8Ff8wq5bYyS4u2';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** False for a null hash, after the same work. @throws AppError busy when too many wait. */
  matches(password: string, hash: string | null): Promise<boolean>;
}

/** bcrypt behind a bounded queue. Only the first 72 bytes of a password count; ours have at most 20 characters. */
export function createPasswordHasher(): PasswordHasher {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= PARALLEL) {
      if (waiting.length >= MAX_WAITING) throw new AppError('busy', 503, { seconds: 10 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    hash: (password) => inTurn(() => bcrypt.hash(password, COST)),
    async matches(password, hash) {
      const equal = await inTurn(() => bcrypt.compare(password, hash ?? NOBODY));
      return equal && hash !== null;
    },
  };
}
