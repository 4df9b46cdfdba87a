import type { Knex } from 'knex';

export type DemoLivenessAnswer = 'passed' | 'failed' | 'otherPerson';

/** A check that the demo's phone app was asked for. */
export interface DemoLivenessCheck {
  readonly token: string;
  readonly requestCipher: Buffer;
  readonly expiresAt: Date;
  /** Null: not answered yet. */
  readonly answer: DemoLivenessAnswer | null;
  readonly typedCode: string | null;
}

const columns = {
  token: 'token',
  requestCipher: 'request_cipher',
  expiresAt: 'expires_at',
  answer: 'answer',
  typedCode: 'typed_code',
} as const;

/** @throws outside the demo's database. */
export async function insertDemoCheck(
  db: Knex,
  check: Pick<DemoLivenessCheck, 'token' | 'requestCipher' | 'expiresAt'>,
): Promise<void> {
  await db('demo_liveness_checks').insert({
    token: check.token,
    request_cipher: check.requestCipher,
    expires_at: check.expiresAt,
  });
}

export async function findDemoCheck(db: Knex, token: string): Promise<DemoLivenessCheck | null> {
  return (await db('demo_liveness_checks').where({ token }).first(columns)) ?? null;
}

/** Answers a check, once. @returns how many rows changed: 0 when it was answered before, or is over. */
export async function answerDemoCheck(
  db: Knex,
  token: string,
  answer: DemoLivenessAnswer,
  typedCode: string,
): Promise<number> {
  return db('demo_liveness_checks')
    .where({ token })
    .whereNull('answer')
    .whereRaw('expires_at > clock_timestamp()')
    .update({ answer, typed_code: typedCode });
}
