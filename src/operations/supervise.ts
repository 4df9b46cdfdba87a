import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../infrastructure/clock';
import type { Logger } from '../infrastructure/logger';

/** A process that ended sooner than this had something against it: the next one waits. */
const SOUND_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Whether this process is one of those that answer, not the one that watches over them. */
export const isSupervised = () => cluster.isWorker;

/** Tells the supervisor that this process answers, and ends it where the supervisor is gone. */
export function reportReady(stop: () => void): void {
  if (!cluster.isWorker) return;
  process.once('disconnect', stop);
  process.send?.('ready');
}

/** Ends this process by itself: what binds it to the supervisor would keep it. */
export function leave(code: number): void {
  process.exitCode = code;
  if (cluster.isWorker) process.disconnect();
}

/**
 * Runs so many processes behind one port, and another in the place of each that dies. The first starts by itself:
 * where it does not come to answer, nothing is started and its exit code is this process's. SIGTERM and SIGINT end all
 * of them, each after what it has in hand. SIGUSR2 puts others in their place, of the program as it lies on the disk
 * now: one after the other, the next once the last answers, so that somebody always takes what comes.
 */
export function supervise(count: number, log: Logger): void {
  // Each takes connections from the one socket by itself: handed on by this process, those on their way to one that
  // dies would hang for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  let ending = false;
  const running = new Map<number, Worker>();
  const replaced = new Set<Worker>();
  let onAnswer: (place: number) => void = () => undefined;

  function fork(place: number, first: boolean): Worker {
    return cluster.fork({
      PROCESS_PLACE: String(place),
      PROCESS_ANNOUNCES: first ? 'yes' : 'no',
      // The socket is handed to this process, and by it to those it starts.
      LISTEN_PID: '',
    });
  }

  async function keepUp(place: number, first: boolean, onReady: () => void): Promise<void> {
    let wait = FIRST_WAIT_MS;
    let ready = false;
    for (let isFirst = first; !ending; isFirst = false) {
      const started = wallClock();
      const worker = fork(place, isFirst);
      running.set(place, worker);
      worker.once('message', () => {
        log.info({ pid: worker.process.pid, place }, 'a process answers');
        if (!ready) onReady();
        ready = true;
        onAnswer(place);
      });
      const code = await ended(worker);
      if (ending) return;
      if (replaced.delete(worker)) continue;
      if (!ready) return giveUp(code);
      log.error({ pid: worker.process.pid, code }, 'a process has ended and is replaced');
      if (wallClock() - started > SOUND_MS) wait = FIRST_WAIT_MS;
      else await sleep(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  function giveUp(code: number): void {
    process.exitCode = code === 0 ? 1 : code;
    end('SIGTERM');
  }

  function end(signal: NodeJS.Signals): void {
    ending = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  }

  async function replaceAll(): Promise<void> {
    log.info('the processes are replaced, one after the other');
    for (const [place, worker] of [...running]) {
      const answers = new Promise<void>((resolve) => {
        onAnswer = (one) => one === place && resolve();
      });
      replaced.add(worker);
      worker.process.kill('SIGTERM');
      await answers;
    }
    log.info('the processes are replaced');
  }

  let replacing = Promise.resolve();
  process.on('SIGUSR2', () => {
    replacing = replacing.then(replaceAll);
  });
  process.on('SIGTERM', () => end('SIGTERM'));
  // A terminal sends it to all of them.
  process.on('SIGINT', () => {
    ending = true;
  });
  void keepUp(0, true, () => {
    for (let place = 1; place < count; place += 1) void keepUp(place, false, () => undefined);
  });
}

function ended(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.once('exit', (code, signal) => resolve(code ?? (signal === null ? 0 : 1)));
  });
}
