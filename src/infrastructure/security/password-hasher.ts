import { AppError } from '../errors';
import type { Pass } from './admissions';
import { HASHES_AT_ONCE, type HashEngine } from './hash-engine';
import type { Purpose } from './purposes';

const COST = 10;
/** Compared when nobody matches, so that a missing number takes as long as a wrong password. */
const NOBODY = '$2b$10$C6UzMDM.H6dfI/f/IKcEeO4rM6WJ7YxWb6nLJgT8Ff8wq5bYyS4u2';

/**
 * Queues of hashes, served in turn: whoever fills one of them makes nobody wait in another. The numbers are how many
 * may wait beyond which new ones are refused at once; 250 are about ten seconds of work on two cores.
 */
const queues = { signIns: 250, newPasswords: 100, signedIn: 100, office: 50 } as const;
type QueueName = keyof typeof queues;
/** From when on nobody more is called from the line: those who wait behind a password would wait so long, in milliseconds. */
const PRESSED_MS = 2_000;
/** Of a hash where nothing else runs, and by how much each new one moves what is typical: a machine is slow for reasons of its own. */
const FIRST_TYPICAL_MS = 50;
const TYPICAL_STEP = 0.05;

const queueOf: Partial<Record<Purpose, QueueName>> = {
  signIn: 'signIns',
  accountSignIn: 'signIns',
  passwordBehindTotp: 'signIns',
  confirmPassword: 'signedIn',
  accountConfirm: 'signedIn',
  officeSignIn: 'office',
  officePassword: 'office',
  officeConfirm: 'office',
  officeSetUp: 'office',
};

/** A place in a queue that is kept for a hash to come. */
interface HashPlace {
  hash(password: string): Promise<string>;
  /** Gives the place up; nothing where it was used. */
  free(): void;
}

/** Each hash takes the pass of the try for which it is made. */
export interface PasswordHasher {
  /** @throws AppError busy (503) when too many wait. */
  hash(pass: Pass, password: string): Promise<string>;
  /** False for a null hash, after the same work. @throws AppError busy (503) when too many wait. */
  matches(pass: Pass, password: string, hash: string | null): Promise<boolean>;
  /** Keeps a place for a hash that is made once a code has proved right: a busy moment costs nobody a code. @throws AppError busy (503) */
  reserve(pass: Pass): HashPlace;
  /** Whether more passwords of sign-ins wait than are hashed in some two seconds. */
  isPressed(): boolean;
  /** How many wait in each queue. */
  listWaiting(): readonly { readonly queue: string; readonly waiting: number }[];
}

interface Queue {
  readonly most: number;
  readonly waiting: (() => void)[];
  /** Places kept for hashes to come. */
  kept: number;
}

/** bcrypt behind bounded queues. Only the first 72 bytes of a password count; ours have at most 20 characters. */
export function createPasswordHasher(engine: HashEngine): PasswordHasher {
  const byName = new Map<QueueName, Queue>(
    (Object.keys(queues) as QueueName[]).map((name) => [name, { most: queues[name], waiting: [], kept: 0 }]),
  );
  const all = [...byName.values()];
  let running = 0;
  let typicalMs = FIRST_TYPICAL_MS;
  let next = 0;

  const find = ({ purpose }: Pass) => byName.get(queueOf[purpose] ?? 'newPasswords') as Queue;

  /** The first that waits in the queue whose turn it is. */
  function takeNext(): (() => void) | undefined {
    for (let step = 0; step < all.length; step += 1) {
      const queue = all[(next + step) % all.length] as Queue;
      const first = queue.waiting.shift();
      if (first === undefined) continue;
      next = (next + step + 1) % all.length;
      return first;
    }
    return undefined;
  }

  function requireRoom({ waiting, kept, most }: Queue): void {
    if (running >= HASHES_AT_ONCE && waiting.length + kept >= most)
      throw new AppError('busy', 503, { seconds: 10 });
  }

  async function runQueued<T>(queue: Queue, work: () => Promise<T>): Promise<T> {
    if (running >= HASHES_AT_ONCE) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else running += 1;
    const begun = performance.now();
    try {
      return await work();
    } finally {
      typicalMs += (performance.now() - begun - typicalMs) * TYPICAL_STEP;
      const first = takeNext();
      if (first !== undefined) first();
      else running -= 1;
    }
  }

  return {
    listWaiting: () => [...byName].map(([queue, { waiting }]) => ({ queue, waiting: waiting.length })),
    isPressed() {
      const { waiting } = byName.get('signIns') as Queue;
      return (waiting.length * typicalMs) / HASHES_AT_ONCE >= PRESSED_MS;
    },
    async hash(pass, password) {
      const queue = find(pass);
      requireRoom(queue);
      return runQueued(queue, () => engine.hash(password, COST));
    },
    async matches(pass, password, hash) {
      const queue = find(pass);
      requireRoom(queue);
      const equal = await runQueued(queue, () => engine.compare(password, hash ?? NOBODY));
      return equal && hash !== null;
    },
    reserve(pass) {
      const queue = find(pass);
      requireRoom(queue);
      queue.kept += 1;
      let kept = true;
      const free = () => {
        if (kept) queue.kept -= 1;
        kept = false;
      };
      return {
        free,
        hash(password) {
          free();
          return runQueued(queue, () => engine.hash(password, COST));
        },
      };
    },
  };
}
