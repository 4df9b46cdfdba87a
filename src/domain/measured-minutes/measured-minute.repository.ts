import type { Knex } from 'knex';
import { defineStatement } from '../../infrastructure/database/statement';
import type { MeasuredMinute, MinuteFigures } from '../../rules/alerts/measured-minute';

const readNow = defineStatement<{ now: Date }>('select clock_timestamp() as now');

/** The database's own time: one for all processes, and never the demo's. */
export async function readDatabaseTime(db: Knex): Promise<Date> {
  const { rows } = await readNow(db, []);
  if (rows[0] === undefined) throw new Error('the database has no time');
  return rows[0].now;
}

const put = defineStatement(
  `insert into measured_minutes (source, minute, figures, ended) values ($1, $2, $3, $4)
   on conflict (source, minute) do update
      set figures = excluded.figures, ended = excluded.ended, seen_at = clock_timestamp()`,
);

/** Writes what is known of a minute so far. */
export async function putMinute(
  db: Knex,
  { source, minute, figures, ended }: Omit<MeasuredMinute, 'seenAt'>,
): Promise<void> {
  await put(db, [source, minute, JSON.stringify(figures), ended]);
}

const find = defineStatement('select 1 from measured_minutes where source = $1 and minute = $2');

export async function hasMinute(db: Knex, source: string, minute: Date): Promise<boolean> {
  return (await find(db, [source, minute])).rowCount > 0;
}

const list = defineStatement<MeasuredMinute>(
  `select source, minute, figures, ended, seen_at as "seenAt" from measured_minutes
    where minute >= $1 order by minute, source`,
);

/** Minutes from this on, the oldest first. */
export async function listMinutes(db: Knex, from: Date): Promise<readonly MeasuredMinute[]> {
  const { rows } = await list(db, [from]);
  return rows.map((row) => ({ ...row, figures: fillIn(row.figures) }));
}

/** Another version of the program may have written less. */
const fillIn = ({ counts, durations, highest, lowest }: Partial<MinuteFigures>): MinuteFigures => ({
  counts: counts ?? {},
  durations: durations ?? [],
  highest: highest ?? {},
  lowest: lowest ?? {},
});

const sweep = defineStatement(
  `delete from measured_minutes where minute < clock_timestamp() - interval '2 hours'`,
);

/** Deletes what no page shows any more. */
export async function sweepMinutes(db: Knex): Promise<void> {
  await sweep(db, []);
}
