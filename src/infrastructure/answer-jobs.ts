import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer, ThreadJob } from './thread-pool';

/** Whoever saves comes before whoever signs in or prints: a thread at this `nice` runs a tenth as much as the event loop where both want to. */
const NICE = 10;

/** What the program of a worker thread does: it answers each job of its pool, and yields to the event loop. */
export function answerJobs<Job, Result>(work: (job: Job) => Result): void {
  // On Linux each thread has a priority of its own, and 0 is the one that asks; elsewhere it is the whole process.
  if (process.platform === 'linux') os.setPriority(0, NICE);
  parentPort?.on('message', ({ id, job }: ThreadJob) => {
    parentPort?.postMessage(answer(id, () => work(job as Job)));
  });
}

function answer(id: number, work: () => unknown): ThreadAnswer {
  try {
    return { id, result: work() };
  } catch (error) {
    const diagnosis = error instanceof Error && 'code' in error ? error.code : error;
    return { id, fault: String(diagnosis) };
  }
}
