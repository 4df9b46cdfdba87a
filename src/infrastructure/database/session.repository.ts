import type { SessionData } from 'express-session';
import type { Knex } from 'knex';
import { defineStatement, type NamedQuery, send } from './statement';

const selectSession = defineStatement<{ readonly sess: SessionData }>(
  'select sess from sessions where sid = $1 and expire >= to_timestamp($2)',
);

/** A session as its store has it, asked for among other statements; null where there is none. `now` in milliseconds. */
export function findSession(db: Knex, id: string, now: number): Promise<SessionData | null> {
  return send(
    db,
    selectSession.query([id, Math.ceil(now / 1000)], ([row]) => row?.sess ?? null),
  );
}

/** A new session as its table holds it. */
export interface SessionRow {
  readonly id: string;
  /** JSON, as the store writes it and reads it again. */
  readonly data: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** A new session as a part of `runInOneTransaction`, written where a condition holds whose values follow from $4 on. */
export function defineSessionInsert(condition: string) {
  const insertWhere = defineStatement(
    `insert into sessions (sid, sess, expire) select $1, $2, to_timestamp($3) where ${condition}`,
  );
  return ({ id, data, expiresAt }: SessionRow, values: readonly unknown[]): NamedQuery =>
    insertWhere.with([id, data, expiresAt, ...values]);
}
