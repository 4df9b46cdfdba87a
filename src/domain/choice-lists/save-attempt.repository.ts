import type { Knex } from 'knex';
import { defineInsert } from '../../infrastructure/database/statement';

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

const insertAttempt = defineInsert('save_attempts', [
  'candidate_id',
  'batch_code',
  'outcome',
  'detail',
  'form_token',
  'body_hash',
  'address',
  'device',
  'node',
]);

/** Keeps an attempt to save, refused ones too. */
export async function insertSaveAttempt(db: Knex, attempt: SaveAttempt): Promise<void> {
  await insertAttempt(db, {
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
