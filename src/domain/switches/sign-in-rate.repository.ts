import type { Knex } from 'knex';

/** Sign-ins a second that the province has set; null: as the configuration says. */
export async function findSignInRate(db: Knex): Promise<number | null> {
  const row = await db('sign_in_rates').first('rate');
  return row?.rate ?? null;
}

/** @returns rows changed: 0 where it stands so already */
export async function updateSignInRate(transaction: Knex.Transaction, rate: number | null): Promise<number> {
  return transaction('sign_in_rates')
    .whereRaw('rate is distinct from ?', [rate])
    .update({ rate, changed_at: transaction.fn.now() });
}
