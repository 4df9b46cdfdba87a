import { defineStatement, type NamedQuery } from './statement';

/** A new session as its table holds it. */
export interface SessionRow {
  readonly id: string;
  /** JSON, as the store writes it and reads it again. */
  readonly data: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

const insertSession = defineStatement(
  'insert into sessions (sid, sess, expire) values ($1, $2, to_timestamp($3))',
);

/** A new session as a part of `runInOneTransaction`. */
export function insertingSession({ id, data, expiresAt }: SessionRow): NamedQuery {
  return insertSession.with([id, data, expiresAt]);
}
