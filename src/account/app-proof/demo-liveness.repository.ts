import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

export type DemoLivenessAnswer = 'passed' | 'failed' | 'otherPerson';

/** A check that the demo's phone app was asked for. */
export interface DemoLivenessCheck {
  readonly requestCipher: Buffer;
  readonly expiresAt: Date;
  /** Null: not answered yet. */
  readonly answer: DemoLivenessAnswer | null;
  readonly typedCode: string | null;
}

/** How the table knows a check: whoever reads it there cannot answer it. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

const columns = {
  requestCipher: 'request_cipher',
  expiresAt: 'expires_at',
  answer: 'answer',
  typedCode: 'typed_code',
} as const;

/** @throws outside the demo's database. */
export async function insertDemoCheck(
  db: Knex,
  token: string,
  check: Pick<DemoLivenessCheck, 'requestCipher' | 'expiresAt'>,
): Promise<void> {
  await db('demo_liveness_checks').insert({
    token: hashOf(token),
    request_cipher: check.requestCipher,
    expires_at: check.expiresAt,
  });
}

export async function findDemoCheck(db: Knex, token: string): Promise<DemoLivenessCheck | null> {
  return (
    (await db('demo_liveness_checks')
      .where({ token: hashOf(token) })
      .first(columns)) ?? null
  );
}

/** Answers a check, once. @returns how many rows changed: 0 when it was answered before, or is over. */
export async function answerDemoCheck(
  db: Knex,
  token: string,
  answer: DemoLivenessAnswer,
  typedCode: string,
): Promise<number> {
  return db('demo_liveness_checks')
    .where({ token: hashOf(token) })
    .whereNull('answer')
    .whereRaw('expires_at > clock_timestamp()')
    .update({ answer, typed_code: typedCode });
}
