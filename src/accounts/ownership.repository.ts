import type { Knex } from 'knex';

/** Locks a person: whoever owns the number is settled in turns. */
export async function lockPerson(transaction: Knex.Transaction, personId: number): Promise<void> {
  const row = await transaction('persons').where({ id: personId }).forUpdate().first('id');
  if (row === undefined) throw new Error(`there is no person ${personId}`);
}

/** Stops an account that owns a number. @returns how many rows changed. */
export async function suspendAccount(transaction: Knex, id: number): Promise<number> {
  return transaction('accounts')
    .where({ id, status: 'active' })
    .update({ status: 'suspended', closes_at: null, status_at: transaction.raw('clock_timestamp()') });
}

/** Makes an unproved account the owner of a person's number. @returns how many rows changed. */
export async function activateAccount(transaction: Knex, id: number, personId: number): Promise<number> {
  return transaction('accounts')
    .where({ id, status: 'unproved' })
    .update({
      status: 'active',
      person_id: personId,
      proved_at: transaction.raw('clock_timestamp()'),
      status_at: transaction.raw('clock_timestamp()'),
    });
}

/** Takes an account's proof back, after an objection. @returns how many rows changed. */
export async function unproveAccount(transaction: Knex, id: number): Promise<number> {
  return transaction('accounts')
    .where({ id, status: 'active' })
    .update({
      status: 'unproved',
      person_id: null,
      closes_at: null,
      status_at: transaction.raw('clock_timestamp()'),
    });
}
