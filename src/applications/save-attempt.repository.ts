import type { Knex } from 'knex';

export interface SaveAttempt {
  readonly candidateId: number;
  readonly batch: string;
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly formToken: string;
  readonly bodyHash: Buffer;
  readonly address: string;
  readonly device: string;
  readonly node: string;
}

/** Keeps an attempt to save, refused ones too, outside the transaction that may have rolled back. */
export async function insertSaveAttempt(db: Knex, attempt: SaveAttempt): Promise<void> {
  await db('save_attempts').insert({
    candidate_id: attempt.candidateId,
    batch_code: attempt.batch,
    outcome: attempt.outcome,
    detail: JSON.stringify(attempt.detail),
    // As it came, but for a NUL, which PostgreSQL does not hold.
    form_token: attempt.formToken.slice(0, 200).replaceAll('\0', '\ufffd'),
    body_hash: attempt.bodyHash,
    address: attempt.address,
    device: attempt.device,
    node: attempt.node,
  });
}
