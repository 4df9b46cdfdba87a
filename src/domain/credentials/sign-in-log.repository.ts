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

/** What each computer or phone said of itself when it last signed in as the candidate; by its mark. */
export async function listBrowsers(db: Knex, candidateId: number): Promise<ReadonlyMap<string, string>> {
  const rows: { readonly device: string; readonly userAgent: string }[] = await db('sign_ins')
    .where({ candidate_id: candidateId })
    .distinctOn('device')
    .orderBy([{ column: 'device' }, { column: 'id', order: 'desc' }])
    .select({ device: 'device', userAgent: 'user_agent' });
  return new Map(rows.map(({ device, userAgent }) => [device, userAgent]));
}
