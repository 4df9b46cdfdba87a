import type { Knex } from 'knex';
import type { RetentionSettings } from '../infrastructure/config/retention-settings';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';
import { eraseAccounts, findDueAccount } from './erase-accounts';

/** What is kept of a table's rows, and for how long. */
interface Kept {
  readonly table: string;
  /** SQL: the instant from which a row's days count. Rows come in this order, or nearly so. */
  readonly since: string;
  readonly days: keyof RetentionSettings;
  /** SQL over the table: what is looked at at all, which nearly every row is. */
  readonly only?: string;
  /** Tables of what belongs to a row and goes with it, each with the column that names it, in this order. */
  readonly parts?: readonly (readonly [table: string, column: string])[];
  /** SQL over `oldest` (id, since), the oldest rows: what may go, because it does not wait and nothing names it. */
  readonly free?: string;
}

/** Letters can be read all through the year in which they came, whatever the days are. */
const FORMER_YEAR =
  "since < date_trunc('year', clock_timestamp() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'";
const TOLD = '(own.end_told_at is not null or own.withdrawn_at is not null)';

/**
 * What is deleted when its days are over, each with its setting; what names another stands before it. What is not here
 * is kept: lists, leaves, audit lines and evidence by law and ledger; re-registrations, which say who has whose number; tokens that were used, without which their forms
 * would serve again; announcements, which are nobody's.
 */
export const retention: readonly Kept[] = [
  { table: 'sign_ins', since: 'at', days: 'signInDays' },
  { table: 'account_sign_ins', since: 'at', days: 'signInDays' },
  {
    table: 'platform_sessions',
    since: '(select seen_at from account_sessions as own where own.id = account_session_id)',
    days: 'signInDays',
    only: '(ended_at is null or told_at is not null)',
  },
  {
    table: 'account_sessions',
    since: 'seen_at',
    days: 'signInDays',
    free: `not exists (select from platform_sessions as named where named.account_session_id = oldest.id)
       and not exists (select from oidc_records as named where named.account_session_id = oldest.id)`,
  },
  { table: 'message_codes', since: 'expires_at', days: 'codeDays' },
  { table: 'account_codes', since: 'expires_at', days: 'codeDays' },
  { table: 'liveness_checks', since: 'expires_at', days: 'codeDays' },
  {
    table: 'mails',
    since: 'written_at',
    days: 'letterDays',
    only: 'candidate_id is not null',
    free: FORMER_YEAR,
    parts: [['mail_readings', 'mail_id']],
  },
  { table: 'account_mails', since: 'sent_at', days: 'letterDays', free: FORMER_YEAR },
  {
    table: 'outbox_messages',
    since: 'coalesce(sent_at, given_up_at)',
    days: 'messageDays',
    only: '(sent_at is not null or given_up_at is not null)',
  },
  {
    table: 'classmate_invitations',
    since: '(select expires_at from classmate_requests as own where own.id = request_id)',
    days: 'requestDays',
    free: `exists (select from classmate_invitations as answer join classmate_requests as own on own.id = request_id
                    where answer.id = oldest.id and ${TOLD})`,
  },
  {
    table: 'classmate_requests',
    since: 'expires_at',
    days: 'requestDays',
    free: `exists (select from classmate_requests as own where own.id = oldest.id and ${TOLD})
       and not exists (select from classmate_invitations as named where named.request_id = oldest.id)`,
  },
  {
    table: 'review_cases',
    since: 'coalesce(decided_at, deadline_at, created_at)',
    days: 'caseDays',
    // A draft too, which nobody has sent since.
    only: "state not in ('waiting', 'approved')",
    parts: [
      ['review_openings', 'case_id'],
      ['review_verdicts', 'case_id'],
      ['review_pictures', 'case_id'],
      ['review_sides', 'case_id'],
    ],
  },
  {
    table: 'number_claims',
    since: 'ended_at',
    days: 'caseDays',
    // One that was objected to stays: facts and classmates prove nothing for its number any more.
    only: '(ended_at is not null and objected_at is null)',
    parts: [['objection_links', 'claim_id']],
  },
];

const EVERY_MS = 10 * 60_000;
/** Rows that one transaction deletes, and transactions that one round may take. */
const STEP = 500;
const MOST_STEPS = 200;

/** SQL: the oldest rows, as many as a step has. */
const oldestOf = ({ table, since, only = 'true' }: Kept) =>
  `select id, ${since} as since from ${table} where ${only} order by id limit ${STEP}`;

/** SQL: which of them are over and may go. */
const overOf = ({ free = 'true' }: Kept) =>
  `since < clock_timestamp() - make_interval(days => ?) and ${free}`;

/**
 * Deletes what is over of one table, the oldest first, in steps of their own: what is stopped or killed goes on with
 * the next round, and several processes share the work. Only the oldest rows are looked at, so that a table of which
 * nothing is over costs as much as a step.
 * @returns how many rows went
 */
async function deleteOver(db: Knex, kept: Kept, days: number, stopped: () => boolean): Promise<number> {
  let deleted = 0;
  for (let step = 0; step < MOST_STEPS && !stopped(); step += 1) {
    const rowCount = await deleteStep(db, kept, days);
    deleted += rowCount;
    if (rowCount === 0) return deleted;
  }
  return deleted;
}

/** One transaction. What belongs to a row goes with it. */
const deleteStep = (db: Knex, kept: Kept, days: number) =>
  db.transaction(async (transaction): Promise<number> => {
    const { rows } = await transaction.raw<{ rows: { id: number }[] }>(
      `select id from (${oldestOf(kept)} for update skip locked) as oldest where ${overOf(kept)}`,
      [days],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    for (const [table, column] of kept.parts ?? []) await transaction(table).whereIn(column, ids).delete();
    await transaction(kept.table).whereIn('id', ids).delete();
    return ids.length;
  });

/** One round over all tables. @returns how many rows went, by table */
export async function applyRetention(
  db: Knex,
  settings: RetentionSettings,
  stopped: () => boolean = () => false,
): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  for (const kept of retention)
    deleted[kept.table] = await deleteOver(db, kept, settings[kept.days], stopped);
  return deleted;
}

/** A table of which a row has been over for more than a day, or `accounts`; null: all is done in time. */
export async function findOverdue(db: Knex, settings: RetentionSettings): Promise<string | null> {
  for (const kept of retention) {
    const { rows } = await db.raw<{ rows: { over: boolean }[] }>(
      `select exists (select from (${oldestOf(kept)}) as oldest where ${overOf(kept)}) as over`,
      [settings[kept.days] + 1],
    );
    if (rows[0]?.over === true) return kept.table;
  }
  return (await findDueAccount(db, settings.eraseDays + 1, 0)) === null ? null : 'accounts';
}

/** Deletes what is over, and erases accounts, again and again until it is stopped. */
export function startRetention(db: Knex, log: Logger, settings: RetentionSettings): Pick<Repetition, 'stop'> {
  let stopped = false;
  const work = async () => {
    const deleted = await applyRetention(db, settings, () => stopped);
    if (Object.values(deleted).some((count) => count > 0)) log.info({ deleted }, 'deleted what was over');
    const erased = await eraseAccounts(db, settings.eraseDays, () => stopped);
    if (erased > 0) log.info({ erased }, 'erased cancelled accounts');
  };
  const repetition = repeatWork(work, {
    everyMs: EVERY_MS,
    onFault: (error) => log.error({ err: error }, 'what is over could not be deleted'),
  });
  return {
    stop: () => {
      stopped = true;
      return repetition.stop();
    },
  };
}
