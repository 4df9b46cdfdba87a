import type { Knex } from 'knex';
import { defineStatement } from '../infrastructure/database/statement';

/** Ages in seconds; 0 where nothing waits. */
interface Look {
  readonly openWindows: number;
  readonly outboxAge: number;
  readonly ledgerAge: number;
  /** Since `zhiyuan watch` has looked; null: it never did. */
  readonly watchAge: number | null;
}

/** Read at each look, by indexes alone. */
const lookStatement = defineStatement<Look>(
  `select (select count(*)::int from windows
            where opens_at <= clock_timestamp() and closes_at > clock_timestamp()) as "openWindows",
          coalesce((select extract(epoch from clock_timestamp() - min(next_attempt_at))::float8
            from outbox_messages where sent_at is null and given_up_at is null
             and next_attempt_at < clock_timestamp()), 0) as "outboxAge",
          coalesce((select extract(epoch from clock_timestamp() - saved_at)::float8
            from application_versions v
           where id > coalesce((select max(id) - 10000 from application_versions), 0)
             and not exists (select from ledger_leaves l where l.version_id = v.id)
           order by id limit 1), 0) as "ledgerAge",
          (select extract(epoch from clock_timestamp() - looked_at)::float8 from watch_looks) as "watchAge"`,
);

const nothing: Look = { openWindows: 0, outboxAge: 0, ledgerAge: 0, watchAge: null };

export async function lookAround(db: Knex): Promise<Look> {
  return (await lookStatement(db, [])).rows[0] ?? nothing;
}

/** The gauges of one look share one statement. */
export function createLook(db: Knex): () => Promise<Look> {
  let running: Promise<Look> | null = null;
  return () => {
    running ??= lookAround(db).finally(() => {
      running = null;
    });
    return running;
  };
}
