import { Worker } from 'node:worker_threads';
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

export interface TypstPool {
  /**
   * Sets one document.
   * @throws AppError busy when too many wait, or when it took too long; Error when the template or a worker failed.
   */
  setDocument(job: Omit<TypstJob, 'id'>): Promise<Buffer>;
  /** Refuses what waits, ends the threads. */
  close(): Promise<void>;
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

/** Threads that set documents off the event loop. They start with the first document; one that dies is replaced. */
export function createTypstPool(options: TypstPoolOptions): TypstPool {
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  let lastId = 0;
  let closed = false;

  function busy(): AppError {
    return new AppError('busy', 503, { seconds: RETRY_SECONDS });
  }

  function takeSeat(): Seat | null {
    for (const seat of seats) if (seat.task === null) return seat;
    return seats.size < options.workers ? addSeat() : null;
  }

  function addSeat(): Seat {
    const { workspace, fonts, allFonts } = options;
    const worker = new Worker(options.workerFile, { workerData: { workspace, fonts, allFonts } });
    const seat: Seat = { worker, task: null, timer: null };
    worker.on('message', (result: TypstResult) => finish(seat, result));
    worker.on('error', (error) => vacate(seat, error));
    worker.on('exit', (code) => vacate(seat, new Error(`the PDF worker ended with code ${code}`)));
    seats.add(seat);
    return seat;
  }

  function startNext(): void {
    while (waiting.length > 0) {
      const seat = takeSeat();
      if (seat === null) return;
      const task = waiting.shift();
      if (task === undefined) return;
      seat.task = task;
      seat.timer = setTimeout(() => giveUp(seat), options.timeout);
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

  function finish(seat: Seat, result: TypstResult): void {
    if (seat.task?.job.id !== result.id) return;
    const task = release(seat);
    if ('pdf' in result) {
      const { buffer, byteOffset, byteLength } = result.pdf;
      task?.resolve(Buffer.from(buffer, byteOffset, byteLength));
    } else {
      task?.reject(new Error(`the document could not be set: ${result.fault}`));
    }
    startNext();
  }

  function vacate(seat: Seat, reason: Error): void {
    if (!seats.delete(seat)) return;
    release(seat)?.reject(reason);
    if (!closed) startNext();
  }

  function giveUp(seat: Seat): void {
    void seat.worker.terminate();
    vacate(seat, busy());
  }

  return {
    setDocument(job) {
      if (closed) return Promise.reject(new AppError('draining', 503));
      if (waiting.length >= options.maxWaiting) return Promise.reject(busy());
      return new Promise((resolve, reject) => {
        lastId += 1;
        waiting.push({ job: { ...job, id: lastId }, resolve, reject });
        startNext();
      });
    },

    async close() {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(new AppError('draining', 503));
      const workers = [...seats].map(({ worker }) => worker);
      for (const seat of seats) vacate(seat, new AppError('draining', 503));
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
