import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { defineStatement, listColumns } from '../../infrastructure/database/statement';
import type { Origin } from '../../infrastructure/origin';
import { type Account, accountColumns } from './account';

/** One browser that is signed in. */
interface AccountSession {
  readonly id: number;
  readonly address: string;
  readonly device: string;
  readonly userAgent: string;
  readonly beganAt: Date;
  readonly seenAt: Date;
}

/** An account with the session by which it is here, and how many letters wait. */
export interface SignedInAccount extends Account {
  readonly sessionId: number;
  readonly unread: number;
}

type SessionEnd = 'owner' | 'password' | 'suspension' | 'closing';

const hashSession = (sessionId: string) => createHash('sha256').update(sessionId).digest();

export async function insertAccountSession(
  transaction: Knex,
  accountId: number,
  sessionId: string,
  { address, device }: Origin,
  userAgent: string,
): Promise<void> {
  await transaction('account_sessions').insert({
    account_id: accountId,
    session_hash: hashSession(sessionId),
    address,
    device,
    user_agent: userAgent.slice(0, 300),
  });
}

const columns = listColumns(
  Object.fromEntries(Object.entries(accountColumns).map(([name, column]) => [name, `accounts.${column}`])),
);

const selectSignedIn = defineStatement<SignedInAccount>(
  `select ${columns}, account_sessions.id as "sessionId",
          (select count(*)::int from account_mails
            where account_mails.account_id = accounts.id and read_at is null) as unread
     from account_sessions join accounts on accounts.id = account_sessions.account_id
    where session_hash = $1 and accounts.id = $2 and ended_at is null and status in ('active', 'unproved')`,
);

/** Who is signed in by a session, as long as neither the session was ended nor the account suspended. */
export async function findSignedInAccount(
  db: Knex,
  accountId: number,
  sessionId: string,
): Promise<SignedInAccount | null> {
  const { rows } = await selectSignedIn(db, [hashSession(sessionId), accountId]);
  return rows[0] ?? null;
}

/** The sessions that stand open, the newest first; those idle for an hour have ended by themselves. */
export async function listAccountSessions(db: Knex, accountId: number): Promise<AccountSession[]> {
  return db('account_sessions')
    .where({ account_id: accountId })
    .whereNull('ended_at')
    .whereRaw("seen_at > clock_timestamp() - interval '1 hour'")
    .orderBy('id', 'desc')
    .select({
      id: 'id',
      address: 'address',
      device: 'device',
      userAgent: 'user_agent',
      beganAt: 'began_at',
      seenAt: 'seen_at',
    });
}

/** Ends one session of an account. @returns how many rows changed: 0 when it is not the account's, or has ended. */
export async function endAccountSession(
  transaction: Knex,
  accountId: number,
  id: number,
  by: SessionEnd,
): Promise<number> {
  return transaction('account_sessions')
    .where({ id, account_id: accountId })
    .whereNull('ended_at')
    .update({ ended_at: transaction.raw('clock_timestamp()'), ended_by: by });
}

/** Ends all sessions of an account but one. @returns how many ended. */
export async function endAccountSessions(
  transaction: Knex,
  accountId: number,
  by: SessionEnd,
  except: number | null = null,
): Promise<number> {
  const query = transaction('account_sessions').where({ account_id: accountId }).whereNull('ended_at');
  if (except !== null) query.whereNot({ id: except });
  return query.update({ ended_at: transaction.raw('clock_timestamp()'), ended_by: by });
}

/** Records that a session is in use; once in five minutes is enough. */
export async function touchAccountSession(db: Knex, id: number): Promise<void> {
  await db('account_sessions')
    .where({ id })
    .whereRaw("seen_at < clock_timestamp() - interval '5 minutes'")
    .update({ seen_at: db.raw('clock_timestamp()') });
}
