import type { SessionData, Store } from 'express-session';
import { findTrouble } from '../database/trouble';

interface EarlySession {
  readonly id: string;
  readonly data: Promise<SessionData | null>;
}

let asked: EarlySession | null = null;

/** Lets `go` on with a request whose session was asked for already: where it is read in this very tick, that is taken. */
export function goOnWithSession(id: string, data: Promise<SessionData | null>, go: () => void): void {
  asked = { id, data };
  try {
    go();
  } finally {
    asked = null;
  }
}

/** Makes a store take what was asked for already instead of asking once more. */
export function takeEarlySessions<Kept extends Store>(store: Kept): Kept {
  const get = store.get.bind(store);
  store.get = (id, answer) => {
    if (asked === null || asked.id !== id) return get(id, answer);
    asked.data.then(
      (data) => answer(null, data),
      // The store has connections of its own. Where the database itself is away they would wait as long once more.
      (error: unknown) => (findTrouble(error) === 'busy' ? get(id, answer) : answer(error)),
    );
  };
  return store;
}
