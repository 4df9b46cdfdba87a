import type { Knex } from 'knex';

/** An end that a platform has to be told of. */
export interface DueSignOut {
  readonly id: number;
  readonly platformCode: string;
  readonly sid: string;
  readonly subject: string;
}

/** Tries to tell a platform, the last about a day after the first. */
const TRIES = 12;

/** Records where a session of an account is signed in. */
export async function recordPlatformSessions(
  db: Knex,
  accountSessionId: number,
  subject: string,
  sids: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = Object.entries(sids).map(([code, sid]) => ({
    account_session_id: accountSessionId,
    platform_code: code,
    sid,
    subject,
  }));
  if (rows.length > 0) await db('platform_sessions').insert(rows).onConflict('sid').ignore();
}

/** Ends what an account has open at one platform. */
export async function endPlatformSessions(db: Knex, accountId: number, platformCode: string): Promise<void> {
  await db('platform_sessions')
    .where({ platform_code: platformCode })
    .whereNull('ended_at')
    .whereIn('account_session_id', db('account_sessions').where({ account_id: accountId }).select('id'))
    .update({ ended_at: db.raw('clock_timestamp()') });
}

/** The session of an account that is signed in at a platform by this sid. */
export async function findSessionOfSid(
  db: Knex,
  sid: string,
): Promise<{ readonly accountId: number; readonly sessionId: number } | null> {
  const row = await db('platform_sessions')
    .join('account_sessions', 'account_sessions.id', 'platform_sessions.account_session_id')
    .where({ 'platform_sessions.sid': sid })
    .first({ accountId: 'account_sessions.account_id', sessionId: 'account_sessions.id' });
  return row ?? null;
}

/** Whether somebody is signed in at a platform by this session, still. */
export async function isPlatformSessionOpen(db: Knex, sid: string): Promise<boolean> {
  const row = await db('platform_sessions')
    .join('account_sessions', 'account_sessions.id', 'platform_sessions.account_session_id')
    .where({ 'platform_sessions.sid': sid })
    .whereNull('platform_sessions.ended_at')
    .whereNull('account_sessions.ended_at')
    .first('platform_sessions.id');
  return row !== undefined;
}

/**
 * Takes ends that were not told yet: their own, or that of the account's session. The next try of each is put off
 * first, so that several processes, or one that fell over, tell each about once.
 */
export async function takeDueSignOuts(db: Knex, limit: number): Promise<DueSignOut[]> {
  const { rows } = await db.raw<{ rows: DueSignOut[] }>(
    `update platform_sessions set tries = tries + 1,
            try_at = clock_timestamp() + least(power(2, tries), 480) * interval '15 seconds'
      where id in (
        select due.id from platform_sessions due
          join account_sessions on account_sessions.id = due.account_session_id
         where due.told_at is null and due.tries < ? and due.try_at <= clock_timestamp()
           and (due.ended_at is not null or account_sessions.ended_at is not null)
         order by due.id limit ? for update of due skip locked)
     returning id, platform_code as "platformCode", sid, subject`,
    [TRIES, limit],
  );
  return rows;
}

/** Records that platforms know of an end. */
export async function markTold(db: Knex, sids: readonly string[]): Promise<void> {
  if (sids.length === 0) return;
  await db('platform_sessions')
    .whereIn('sid', [...sids])
    .whereNull('told_at')
    .update({
      told_at: db.raw('clock_timestamp()'),
      ended_at: db.raw('coalesce(ended_at, clock_timestamp())'),
    });
}

/** Clears away sessions that ended a month ago. */
export async function deleteOldPlatformSessions(db: Knex): Promise<void> {
  await db.raw(
    `delete from platform_sessions using account_sessions
      where account_sessions.id = platform_sessions.account_session_id
        and coalesce(platform_sessions.ended_at, account_sessions.ended_at, account_sessions.seen_at)
            < clock_timestamp() - interval '30 days'`,
  );
}
