import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer, ThreadJob } from './thread-pool';

/** Whoever saves comes before whoever signs in or prints: a thread so much nicer runs a tenth as much as the event loop where both want to. */
const NICER = 10;
const NICEST = 19;

/** What the program of a worker thread does: it answers each job of its pool, and yields to the event loop. */
export function answerJobs<Job, Result>(work: (job: Job) => Result): void {
  // On Linux each thread has a priority of its own; elsewhere it is the whole process.
  if (process.platform === 'linux') yieldTo(os);
  parentPort?.on('message', ({ id, job }: ThreadJob) => {
    parentPort?.postMessage(answer(id, () => work(job as Job)));
  });
}

/** `os`, as far as it is needed here; 0 is the thread that asks. */
interface Priorities {
  getPriority(thread: number): number;
  setPriority(thread: number, nice: number): void;
}

/**
 * Makes the thread that asks nicer than it was made, which is what an operator may have made the whole process: to be
 * less nice again would be refused. Where a sandbox refuses to be asked at all, work is done as it is.
 */
export function yieldTo({ getPriority, setPriority }: Priorities): void {
  try {
    setPriority(0, Math.min(NICEST, getPriority(0) + NICER));
  } catch {
    // A hash or a form that is late is better than none.
  }
}

function answer(id: number, work: () => unknown): ThreadAnswer {
  try {
    return { id, result: work() };
  } catch (error) {
    const diagnosis = error instanceof Error && 'code' in error ? error.code : error;
    return { id, fault: String(diagnosis) };
  }
}
