import type { Knex } from 'knex';
import { cancelBackend, getBackend } from './staging.repository';

/** Runs statements of a transaction; once the signal is given, the one that is running is cancelled. */
export async function withStop<T>(
  db: Knex,
  transaction: Knex.Transaction,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const backend = await getBackend(transaction);
  const cancelling: Promise<void>[] = [];
  const stop = () => {
    // Where it comes too late, the transaction is rolled back all the same.
    cancelling.push(cancelBackend(db, backend).catch(() => undefined));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(cancelling);
  }
}
