import type { Knex } from 'knex';

/** Whether PostgreSQL refused a row because another has the same unique value. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: unknown }).code === '23505';
}

/** Does the work behind a savepoint; null where PostgreSQL refused it because of a unique value, and all before it stands. */
export async function unlessTaken<Result>(
  transaction: Knex.Transaction,
  work: (nested: Knex.Transaction) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await transaction.transaction(work);
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}
