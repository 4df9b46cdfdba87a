import type { Knex } from 'knex';

/** What one account has sent to a case. */
interface ReviewSide {
  readonly accountId: number;
  readonly noteCipher: Buffer | null;
  /** Null: pictures are missing. */
  readonly sentAt: Date | null;
}

/** Begins an account's side of a case, or goes on with it. */
export async function putSide(
  transaction: Knex,
  caseId: number,
  accountId: number,
  noteCipher: Buffer | null,
): Promise<void> {
  await transaction('review_sides')
    .insert({ case_id: caseId, account_id: accountId, note_cipher: noteCipher })
    .onConflict(['case_id', 'account_id'])
    .merge(['note_cipher']);
}

/** @returns how many rows changed: 0 when it was sent before. */
export async function sendSide(transaction: Knex, caseId: number, accountId: number): Promise<number> {
  return transaction('review_sides')
    .where({ case_id: caseId, account_id: accountId })
    .whereNull('sent_at')
    .update({ sent_at: transaction.raw('clock_timestamp()') });
}

/** The sides of a case. */
export async function listSides(db: Knex, caseId: number): Promise<readonly ReviewSide[]> {
  return db('review_sides')
    .where({ case_id: caseId })
    .select({ accountId: 'account_id', noteCipher: 'note_cipher', sentAt: 'sent_at' });
}

/** When an account has sent something in the last day, the oldest first. */
export async function listRecentSendings(db: Knex, accountId: number): Promise<readonly Date[]> {
  const rows = await db('review_sides')
    .where({ account_id: accountId })
    .whereRaw("sent_at > clock_timestamp() - interval '1 day'")
    .orderBy('sent_at')
    .select({ at: 'sent_at' });
  return rows.map(({ at }) => at);
}
