import type { Knex } from 'knex';

/** A 学信 account by which a candidate may sign in. */
export interface AccountLink {
  readonly candidateId: number;
  readonly subject: string;
  readonly accountId: number;
  readonly linkedAt: Date;
}

const columns = {
  candidateId: 'candidate_id',
  subject: 'subject',
  accountId: 'account_id',
  linkedAt: 'linked_at',
} as const;

export async function findLink(db: Knex, candidateId: number): Promise<AccountLink | null> {
  const row = await db('account_links')
    .where({ candidate_id: candidateId })
    .whereNull('unlinked_at')
    .first(columns);
  return row ?? null;
}

export async function findLinkOfSubject(db: Knex, subject: string): Promise<AccountLink | null> {
  const row = await db('account_links').where({ subject }).whereNull('unlinked_at').first(columns);
  return row ?? null;
}

/** @throws a unique violation when either of the two is linked already. */
export async function insertLink(transaction: Knex, link: Omit<AccountLink, 'linkedAt'>): Promise<void> {
  await transaction('account_links').insert({
    candidate_id: link.candidateId,
    subject: link.subject,
    account_id: link.accountId,
  });
}

/** @returns how many rows changed: 0 when nothing was linked. */
export async function endLink(transaction: Knex, candidateId: number): Promise<number> {
  return transaction('account_links')
    .where({ candidate_id: candidateId })
    .whereNull('unlinked_at')
    .update({ unlinked_at: transaction.raw('clock_timestamp()') });
}
