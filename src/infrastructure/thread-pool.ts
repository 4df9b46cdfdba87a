import { Worker } from 'node:worker_threads';
import { AppError } from './errors';

export interface ThreadPoolOptions {
  /** Compiled program of the worker: it answers by `answerJobs`. */
  readonly workerFile: string;
  readonly workerData?: unknown;
  readonly workers: number;
  /** Jobs that may wait; one more is refused. */
  readonly maxWaiting: number;
  /** Milliseconds one job may take before its worker is given up. */
  readonly timeout: number;
}

/** What a worker is sent, and what it answers. */
export interface ThreadJob {
  readonly id: number;
  readonly job: unknown;
}
export type ThreadAnswer = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly fault: string }
);

interface Task extends ThreadJob {
  resolve(result: unknown): void;
  reject(reason: Error): void;
}

interface Seat {
  readonly worker: Worker;
  task: Task | null;
  timer: NodeJS.Timeout | null;
}

const RETRY_SECONDS = 10;

/** What all the steps work with. */
function gatherParts(options: ThreadPoolOptions) {
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  const state = { lastId: 0, closed: false };
  return { ...options, seats, waiting, state };
}

type Parts = ReturnType<typeof gatherParts>;

/** Threads that work off the event loop, at a lower priority than it. They start with the first job; one that dies is replaced. */
export function createThreadPool<Job, Result>(options: ThreadPoolOptions) {
  const parts = gatherParts(options);
  return {
    /** @throws AppError busy when too many wait or it took too long, draining once closed; Error when the job or its worker failed. */
    run: (job: Job) => run(parts, job) as Promise<Result>,
    /** Refuses what waits, ends the threads. */
    close: () => close(parts),
  };
}

function run(parts: Parts, job: unknown): Promise<unknown> {
  const { state, waiting } = parts;
  if (state.closed) return Promise.reject(new AppError('draining', 503));
  if (waiting.length >= parts.maxWaiting) return Promise.reject(busy());
  return new Promise((resolve, reject) => {
    state.lastId += 1;
    waiting.push({ id: state.lastId, job, resolve, reject });
    startNext(parts);
  });
}

async function close(parts: Parts): Promise<void> {
  const { state, waiting, seats } = parts;
  state.closed = true;
  for (const task of waiting.splice(0)) task.reject(new AppError('draining', 503));
  const workers = [...seats].map(({ worker }) => worker);
  for (const seat of seats) vacate(parts, seat, new AppError('draining', 503));
  await Promise.all(workers.map((worker) => worker.terminate()));
}

function busy(): AppError {
  return new AppError('busy', 503, { seconds: RETRY_SECONDS });
}

function takeSeat(parts: Parts): Seat | null {
  for (const seat of parts.seats) if (seat.task === null) return seat;
  return parts.seats.size < parts.workers ? addSeat(parts) : null;
}

function addSeat(parts: Parts): Seat {
  const worker = new Worker(parts.workerFile, { workerData: parts.workerData });
  const seat: Seat = { worker, task: null, timer: null };
  worker.on('message', (answer: ThreadAnswer) => finish(parts, seat, answer));
  worker.on('error', (error) => vacate(parts, seat, error));
  worker.on('exit', (code) => vacate(parts, seat, new Error(`the worker thread ended with code ${code}`)));
  parts.seats.add(seat);
  return seat;
}

function startNext(parts: Parts): void {
  while (parts.waiting.length > 0) {
    const seat = takeSeat(parts);
    if (seat === null) return;
    const task = parts.waiting.shift();
    if (task === undefined) return;
    seat.task = task;
    seat.timer = setTimeout(() => giveUp(parts, seat), parts.timeout);
    seat.worker.ref();
    const { id, job } = task;
    seat.worker.postMessage({ id, job } satisfies ThreadJob);
  }
}

function release(seat: Seat): Task | null {
  const { task } = seat;
  if (seat.timer !== null) clearTimeout(seat.timer);
  seat.timer = null;
  seat.task = null;
  // An idle thread does not keep the process alive.
  seat.worker.unref();
  return task;
}

function finish(parts: Parts, seat: Seat, answer: ThreadAnswer): void {
  if (seat.task?.id !== answer.id) return;
  const task = release(seat);
  if ('fault' in answer) task?.reject(new Error(answer.fault));
  else task?.resolve(answer.result);
  startNext(parts);
}

function vacate(parts: Parts, seat: Seat, reason: Error): void {
  const { seats, state } = parts;
  if (!seats.delete(seat)) return;
  release(seat)?.reject(reason);
  if (!state.closed) startNext(parts);
}

function giveUp(parts: Parts, seat: Seat): void {
  void seat.worker.terminate();
  vacate(parts, seat, busy());
}
