import os from 'node:os';
import { createThreadPool } from '../thread-pool';
import { getWorkerFile } from '../worker-file';
import type { HashJob } from './hash-job';

/** Hashes at a time: more than there are cores would only take turns, each turn costing what is in the caches. */
export const HASHES_AT_ONCE = Math.min(4, os.availableParallelism());
/** Milliseconds: the longest that one hash is waited for on a machine on which everything else comes first. */
const TIMEOUT_MS = 20_000;

/** bcrypt's two functions, wherever they run. */
export interface HashEngine {
  hash(password: string, cost: number): Promise<string>;
  compare(password: string, hash: string): Promise<boolean>;
}

/** Runs them in threads that yield to the event loop. `run` is told of one job at most for each thread. */
export function createHashThreads(): HashEngine & { close(): Promise<void> } {
  const pool = createThreadPool<HashJob, string | boolean>({
    workerFile: getWorkerFile(__dirname, 'hash-worker'),
    workers: HASHES_AT_ONCE,
    maxWaiting: HASHES_AT_ONCE,
    timeout: TIMEOUT_MS,
  });
  return {
    hash: async (password, cost) => String(await pool.run({ password, cost })),
    compare: async (password, hash) => (await pool.run({ password, hash })) === true,
    close: pool.close,
  };
}
