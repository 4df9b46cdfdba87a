import type { Knex } from 'knex';
import type { RetentionSettings } from '../infrastructure/config/retention-settings';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';

/** What is kept of a table's rows, and for how long. */
interface Kept {
  readonly table: string;
  /** SQL: the instant from which a row's days count. Rows come in this order, or nearly so. */
  readonly since: string;
  readonly days: keyof RetentionSettings;
}

/**
 * What is deleted when its days are over, each with its setting. What is not here is kept: lists, leaves, audit lines
 * and evidence by law and ledger; tokens that were used, without which their forms would serve again; letters and
 * messages, which are looked at together with what they tell.
 */
export const retention: readonly Kept[] = [
  { table: 'sign_ins', since: 'at', days: 'signInDays' },
  { table: 'account_sign_ins', since: 'at', days: 'signInDays' },
  { table: 'message_codes', since: 'expires_at', days: 'codeDays' },
  { table: 'account_codes', since: 'expires_at', days: 'codeDays' },
  { table: 'liveness_checks', since: 'expires_at', days: 'codeDays' },
];

const EVERY_MS = 10 * 60_000;
/** Rows that one transaction deletes, and transactions that one round may take. */
const STEP = 500;
const MOST_STEPS = 200;

/**
 * Deletes what is over of one table, the oldest first, in steps of their own: what is stopped or killed goes on with
 * the next round, and several processes share the work. Only the oldest rows are looked at, so that a table of which
 * nothing is over costs as much as a step.
 * @returns how many rows went
 */
async function deleteOver(
  db: Knex,
  { table, since }: Kept,
  days: number,
  stopped: () => boolean,
): Promise<number> {
  let deleted = 0;
  for (let step = 0; step < MOST_STEPS && !stopped(); step += 1) {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `delete from ?? where id in (
         select id from (select id, ?? as since from ?? order by id limit ? for update skip locked) as oldest
         where since < clock_timestamp() - make_interval(days => ?))`,
      [table, since, table, STEP, days],
    );
    deleted += rowCount;
    if (rowCount < STEP) return deleted;
  }
  return deleted;
}

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

/** A table whose oldest row has been over for more than a day; null: all is deleted in time. */
export async function findOverdue(db: Knex, settings: RetentionSettings): Promise<string | null> {
  for (const { table, since, days } of retention) {
    const oldest = await db(table)
      .orderBy('id')
      .first({
        over: db.raw('?? < clock_timestamp() - make_interval(days => ?)', [since, settings[days] + 1]),
      });
    if (oldest?.over === true) return table;
  }
  return null;
}

/** Deletes what is over, again and again until it is stopped. */
export function startRetention(db: Knex, log: Logger, settings: RetentionSettings): Pick<Repetition, 'stop'> {
  let stopped = false;
  const work = async () => {
    const deleted = await applyRetention(db, settings, () => stopped);
    if (Object.values(deleted).some((count) => count > 0)) log.info({ deleted }, 'deleted what was over');
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
