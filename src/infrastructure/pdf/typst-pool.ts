import { Worker } from 'node:worker_threads';
import { bindParts } from '../bind-parts';
import { AppError } from '../errors';
import type { TypstJob, TypstResult, TypstWorkerData } from './typst-job';

export interface TypstPoolOptions extends TypstWorkerData {
  /** Compiled program of the worker. */
  readonly workerFile: string;
  readonly workers: number;
  /** Documents that may wait; one more is refused. */
  readonly maxWaiting: number;
  /** Milliseconds one document may take before its worker is given up. */
  readonly timeout: number;
}

interface Task {
  readonly job: TypstJob;
  resolve(pdf: Buffer): void;
  reject(reason: Error): void;
}

interface Seat {
  readonly worker: Worker;
  task: Task | null;
  timer: NodeJS.Timeout | null;
}

const RETRY_SECONDS = 10;

/** What all the steps work with. */
function gatherParts(parts: TypstPoolOptions) {
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  const state = { lastId: 0, closed: false };
  return { ...parts, seats, waiting, state };
}

type Parts = ReturnType<typeof gatherParts>;

/** Threads that set documents off the event loop. They start with the first document; one that dies is replaced. */
export function createTypstPool(given: TypstPoolOptions) {
  const parts = gatherParts(given);
  return bindParts(parts, { setDocument, close });
}

export type TypstPool = ReturnType<typeof createTypstPool>;

/**
 * Sets one document.
 * @throws AppError busy when too many wait, or when it took too long; Error when the template or a worker failed.
 */
function setDocument(parts: Parts, job: Omit<TypstJob, 'id'>): Promise<Buffer> {
  const { state, waiting } = parts;
  if (state.closed) return Promise.reject(new AppError('draining', 503));
  if (waiting.length >= parts.maxWaiting) return Promise.reject(busy());
  return new Promise((resolve, reject) => {
    state.lastId += 1;
    waiting.push({ job: { ...job, id: state.lastId }, resolve, reject });
    startNext(parts);
  });
}

/** Refuses what waits, ends the threads. */
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
  const { workspace, fonts, allFonts } = parts;
  const worker = new Worker(parts.workerFile, { workerData: { workspace, fonts, allFonts } });
  const seat: Seat = { worker, task: null, timer: null };
  worker.on('message', (result: TypstResult) => finish(parts, seat, result));
  worker.on('error', (error) => vacate(parts, seat, error));
  worker.on('exit', (code) => vacate(parts, seat, new Error(`the PDF worker ended with code ${code}`)));
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
    seat.worker.postMessage(task.job);
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

function finish(parts: Parts, seat: Seat, result: TypstResult): void {
  if (seat.task?.job.id !== result.id) return;
  const task = release(seat);
  if ('pdf' in result) {
    const { buffer, byteOffset, byteLength } = result.pdf;
    task?.resolve(Buffer.from(buffer, byteOffset, byteLength));
  } else {
    task?.reject(new Error(`the document could not be set: ${result.fault}`));
  }
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
