import { createHash } from 'node:crypto';

/** The secrets of an installation, by which they are called in its database and at the terminal. */
export const ringKinds = ['session', 'data', 'index', 'form-token', 'oidc', 'ledger'] as const;
export type RingKind = (typeof ringKinds)[number];

/** One secret of a ring. */
export interface RingKey {
  /** Eight hexadecimal digits that tell which it is and nothing of what it is. */
  readonly id: string;
  /** As the configuration has it. */
  readonly text: string;
  /** A key of 64 hexadecimal digits as its 32 bytes; what is no such key as its letters. */
  readonly bytes: Buffer;
}

/** Which key writes, and which are not taken any more, as the database has it. */
interface RingTurn {
  readonly current: string;
  readonly ended: readonly string[];
}

/**
 * The secrets of one kind that this process was started with. One of them is current: what is written and signed is so
 * by it. The others still open what was written before, or wait for their turn.
 */
export interface KeyRing {
  current(): RingKey;
  /** What opens: the current one first, none that has ended. */
  readable(): readonly RingKey[];
  /** Whatever the process was started with. */
  all(): readonly RingKey[];
  /** Follows the database; keys that are not known here change nothing. */
  turnTo(turn: RingTurn): void;
}

const ID_DIGITS = 8;

function toRingKey(text: string): RingKey {
  return {
    // 64 hexadecimal digits are random enough that a hash leads nowhere; other secrets have 32 characters at least.
    id: createHash('sha256').update(`zhiyuan key id|${text}`).digest('hex').slice(0, ID_DIGITS),
    text,
    bytes: /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'utf8'),
  };
}

/** @param texts the first of them is current until the ring is told otherwise */
export function createKeyRing(texts: readonly [string, ...string[]]): KeyRing {
  const keys = texts.map(toRingKey);
  let current = keys[0] as RingKey;
  let readable: readonly RingKey[] = keys;
  return {
    current: () => current,
    readable: () => readable,
    all: () => keys,
    turnTo(turn) {
      const found = keys.find(({ id }) => id === turn.current);
      if (found === undefined) return;
      const others = keys.filter(({ id }) => id !== found.id && !turn.ended.includes(id));
      if (found === current && others.length === readable.length - 1) return;
      current = found;
      readable = [found, ...others];
    },
  };
}

/** What is made of the keys that open, the current one first: made anew when the ring has turned. */
export function perTurn<Made>(ring: KeyRing, make: (keys: readonly RingKey[]) => Made): () => Made {
  let seen: readonly RingKey[] | null = null;
  let made: Made;
  return () => {
    const keys = ring.readable();
    if (keys !== seen) {
      made = make(keys);
      seen = keys;
    }
    return made;
  };
}
