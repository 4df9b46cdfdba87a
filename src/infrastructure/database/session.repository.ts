import { defineStatement, type NamedQuery } from './statement';

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
