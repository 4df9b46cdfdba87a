import type { Knex } from 'knex';

export interface Credential {
  readonly candidateId: number;
  readonly passwordHash: string | null;
  readonly sessionId: string | null;
}

export type SignInOutcome = 'signedIn' | 'wrongPassword' | 'throttled';

export interface SignInRecord {
  readonly candidateId: number | null;
  readonly outcome: SignInOutcome;
  readonly address: string;
  readonly device: string;
  readonly userAgent: string;
}

/** The credential behind a 考生号; null when there is none. */
export async function findCredentialByNumber(db: Knex, candidateNumber: string): Promise<Credential | null> {
  const row = await db('credentials')
    .join('candidates', 'candidates.id', 'credentials.candidate_id')
    .where('candidates.candidate_number', candidateNumber)
    .first({
      candidateId: 'credentials.candidate_id',
      passwordHash: 'credentials.password_hash',
      sessionId: 'credentials.session_id',
    });
  return row ?? null;
}

/** The credential of a candidate, locked until the transaction ends. */
export async function lockCredential(
  transaction: Knex.Transaction,
  candidateId: number,
): Promise<Credential | null> {
  const row = await transaction('credentials')
    .where({ candidate_id: candidateId })
    .forUpdate()
    .first({ candidateId: 'candidate_id', passwordHash: 'password_hash', sessionId: 'session_id' });
  return row ?? null;
}

/** Notes the one session that is signed in. @returns how many rows changed. */
export async function updateSessionId(
  db: Knex,
  candidateId: number,
  sessionId: string | null,
): Promise<number> {
  return db('credentials').where({ candidate_id: candidateId }).update({ session_id: sessionId });
}

/** Sets a new password hash. @returns how many rows changed. */
export async function updatePasswordHash(db: Knex, candidateId: number, hash: string): Promise<number> {
  return db('credentials')
    .where({ candidate_id: candidateId })
    .update({ password_hash: hash, password_changed_at: db.fn.now() });
}

export async function insertSignIn(db: Knex, record: SignInRecord): Promise<void> {
  await db('sign_ins').insert({
    candidate_id: record.candidateId,
    outcome: record.outcome,
    address: record.address,
    device: record.device,
    user_agent: record.userAgent.slice(0, 300),
  });
}
