import type { Knex } from 'knex';

/** Locks a person: whoever owns the number is settled in turns. */
export async function lockPerson(transaction: Knex.Transaction, personId: number): Promise<void> {
  const row = await transaction('persons').where({ id: personId }).forUpdate().first('id');
  if (row === undefined) throw new Error(`there is no person ${personId}`);
}

/** Locks two persons, in the order that all who lock two keep. */
export async function lockPersons(
  transaction: Knex.Transaction,
  personIds: readonly [number, number],
): Promise<void> {
  const rows = await transaction('persons')
    .whereIn('id', [...personIds])
    .orderBy('id')
    .forUpdate()
    .select('id');
  if (rows.length !== new Set(personIds).size) throw new Error(`there are no persons ${personIds}`);
}

/** Since when an account has its state, and since when it has owned its number; null: it never did. */
interface OwnershipTimes {
  readonly statusAt: Date;
  readonly provedAt: Date | null;
}

export async function getOwnershipTimes(db: Knex, accountId: number): Promise<OwnershipTimes> {
  const row = await db('accounts')
    .where({ id: accountId })
    .first({ statusAt: 'status_at', provedAt: 'proved_at' });
  if (row === undefined) throw new Error(`there is no account ${accountId}`);
  return row;
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

/** Gives a suspended account its number back. @returns how many rows changed. */
export async function restoreAccount(transaction: Knex, id: number, personId: number): Promise<number> {
  return transaction('accounts')
    .where({ id, status: 'suspended' })
    .update({ status: 'active', person_id: personId, status_at: transaction.raw('clock_timestamp()') });
}

/** Stops an account to which its number was not given, or from which it was taken. @returns how many rows changed. */
export async function stopClaimant(transaction: Knex, id: number): Promise<number> {
  return transaction('accounts')
    .where({ id })
    .whereIn('status', ['unproved', 'active'])
    .update({ status: 'suspended', closes_at: null, status_at: transaction.raw('clock_timestamp()') });
}

/** Lets a stopped account in again; `personId` null: it has to prove itself again. @returns how many rows changed. */
export async function reinstateAccount(
  transaction: Knex,
  id: number,
  personId: number | null,
): Promise<number> {
  return transaction('accounts')
    .where({ id })
    .whereIn('status', ['suspended', 'cancelled'])
    .update({
      status: personId === null ? 'unproved' : 'active',
      person_id: personId,
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
