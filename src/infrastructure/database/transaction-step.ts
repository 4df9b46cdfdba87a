import type { Knex } from 'knex';

/** What else belongs to an act and happens in its transaction, or undoes it by throwing. */
export type TransactionStep = (transaction: Knex.Transaction) => Promise<void>;
