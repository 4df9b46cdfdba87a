import type { Knex } from 'knex';

const listeners = new Set<() => void>();

/** Calls `listener` whenever this process has committed a message. @returns how to stop it. */
export function onOutboxCommit(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Wakes the senders of this process after the transaction commits; those of others look each second. */
export function nudgeAfterCommit(transaction: Knex): void {
  const nudge = () => {
    for (const listener of listeners) listener();
  };
  if (transaction.isTransaction !== true) nudge();
  else (transaction as Knex.Transaction).executionPromise.then(nudge, () => undefined);
}
