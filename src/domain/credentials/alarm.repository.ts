import type { Knex } from 'knex';
import { defineStatement } from '../../infrastructure/database/statement';

/** What is told of: one password at many accounts, many from one network, many from everywhere; data that do not go together. */
export type AlarmKind = 'samePassword' | 'oneNetwork' | 'everywhere' | 'drift';

export interface AlarmRow {
  readonly kind: AlarmKind;
  readonly beganAt: Date;
  readonly seenAt: Date;
  readonly inForce: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Kinds after which every browser that an account does not know is asked for a picture code. */
const SPREAD: readonly AlarmKind[] = ['samePassword', 'everywhere'];

const findSpread = defineStatement<{ on: boolean }>(
  `select exists (select from alarms
     where kind = any ($1) and seen_at > clock_timestamp() - make_interval(mins => $2)) as on`,
);

const see = defineStatement(
  `update alarms set seen_at = clock_timestamp()
   where kind = $1 and seen_at > clock_timestamp() - make_interval(mins => $2)`,
);

const countSignedIn = defineStatement<{ count: string }>(
  `select (select count(distinct candidate_id) from sign_ins
             where outcome = 'signedIn' and at > clock_timestamp() - interval '1 hour')
        + (select count(distinct account_id) from account_sign_ins
             where outcome = 'signedIn' and at > clock_timestamp() - interval '1 hour') as count`,
);

/** Whether an alarm is in force after which strangers answer a picture code. */
export async function isSpreadSeen(db: Knex, calmMinutes: number): Promise<boolean> {
  return (await findSpread(db, [SPREAD, calmMinutes])).rows[0]?.on === true;
}

/** Records that it goes on. @returns how many rows changed: 0 when no such alarm is in force. */
export async function touchAlarm(db: Knex, kind: AlarmKind, calmMinutes: number): Promise<number> {
  return (await see(db, [kind, calmMinutes])).rowCount;
}

/** Writes an alarm that begins, unless another node was faster. @returns whether it was written. */
export async function insertAlarm(
  transaction: Knex.Transaction,
  kind: AlarmKind,
  calmMinutes: number,
  detail: object,
): Promise<boolean> {
  await transaction.raw("select pg_advisory_xact_lock(hashtext('alarms'))");
  if ((await touchAlarm(transaction, kind, calmMinutes)) > 0) return false;
  await transaction('alarms').insert({ kind, detail: JSON.stringify(detail) });
  return true;
}

/** Candidates and accounts that signed in within an hour. */
export async function countHourOfSignIns(db: Knex): Promise<number> {
  return Number((await countSignedIn(db, [])).rows[0]?.count ?? 0);
}

/** The newest alarms of the last seven days. */
export async function listAlarms(db: Knex, calmMinutes: number): Promise<readonly AlarmRow[]> {
  return db('alarms')
    .where('seen_at', '>', db.raw("clock_timestamp() - interval '7 days'"))
    .orderBy('id', 'desc')
    .limit(20)
    .select({
      kind: 'kind',
      beganAt: 'began_at',
      seenAt: 'seen_at',
      detail: 'detail',
      inForce: db.raw('seen_at > clock_timestamp() - make_interval(mins => ?)', [calmMinutes]),
    });
}
