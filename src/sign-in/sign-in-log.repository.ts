import type { Knex } from 'knex';
import type { SignInOutcome, SignInRecord } from './sign-in.repository';

export interface LoggedSignIn extends Pick<SignInRecord, 'address' | 'device' | 'userAgent'> {
  readonly outcome: SignInOutcome;
  readonly at: Date;
}

/** The newest sign-ins and refusals of an account. */
export async function listSignIns(db: Knex, candidateId: number, limit: number): Promise<LoggedSignIn[]> {
  return db('sign_ins').where({ candidate_id: candidateId }).orderBy('id', 'desc').limit(limit).select({
    outcome: 'outcome',
    address: 'address',
    device: 'device',
    userAgent: 'user_agent',
    at: 'at',
  });
}
