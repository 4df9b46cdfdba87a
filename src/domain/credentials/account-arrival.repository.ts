import type { Knex } from 'knex';

/** A session of a candidate that began with a 学信 account. */
interface StoredArrival {
  readonly candidateId: number;
  readonly sessionId: string;
  /** The provider's session. */
  readonly sid: string;
  readonly subject: string;
}

/** Keeps the newest arrival of a candidate: there is one session. */
export async function putArrival(transaction: Knex, arrival: StoredArrival): Promise<void> {
  await transaction('account_arrivals')
    .insert({
      candidate_id: arrival.candidateId,
      session_id: arrival.sessionId,
      sid: arrival.sid,
      subject: arrival.subject,
    })
    .onConflict('candidate_id')
    .merge();
}

export async function findArrival(
  db: Knex,
  sid: string,
): Promise<Pick<StoredArrival, 'candidateId' | 'sessionId'> | null> {
  const row = await db('account_arrivals')
    .where({ sid })
    .first({ candidateId: 'candidate_id', sessionId: 'session_id' });
  return row ?? null;
}
