import type { Knex } from 'knex';

/** Accounts of which something is to be erased: found by the process that does, some at a time. */
export const indexes = {
  accounts_unerased: "accounts (id) where status = 'cancelled' and erased_at is null",
};

export async function up(): Promise<void> {
  // Nothing beside the index.
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index accounts_unerased');
}
