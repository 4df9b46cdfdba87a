import type { Knex } from 'knex';
import { defineStatement } from '../../infrastructure/database/statement';
import { UNFLUSHED } from '../../infrastructure/database/unflushed';
import { type PlaceStore, USED_UP } from './place-store';

const lockLine = defineStatement<{ readonly line: string | null; readonly clock: string }>(
  'select line, (extract(epoch from clock_timestamp()) * 1000)::bigint as clock from waiting_lines for update',
);
const writeLine = defineStatement('update waiting_lines set line = $1');
const countUse = defineStatement<{ readonly uses: number }>(
  `insert into waiting_place_uses as kept (place_id, uses) select $1, $2::int from ${UNFLUSHED}
     on conflict (place_id) do update set uses = least(kept.uses::bigint + excluded.uses, ${USED_UP}), used_at = clock_timestamp()
   returning uses`,
);

/** The line in PostgreSQL: one row, whose lock is held for as long as it takes to say who is next. */
export function createPostgresPlaces(db: Knex): PlaceStore {
  const use = async (placeId: string, uses: number) => {
    const { rows } = await countUse(db, [placeId, uses]);
    return rows[0]?.uses ?? USED_UP;
  };
  return {
    update: (change) =>
      db.transaction(async (transaction) => {
        const { rows } = await lockLine(transaction, []);
        const [{ line, clock } = { line: null, clock: '0' }] = rows;
        const next = change(line === null ? null : JSON.parse(line), Number(clock));
        await writeLine(transaction, [JSON.stringify(next)]);
        return next;
      }),
    countUse: (placeId) => use(placeId, 1),
    useUp: async (placeId) => void (await use(placeId, USED_UP)),
    close: async () => undefined,
  };
}

/** Longer than any place serves. */
const KEPT_HOURS = 13;

/** Deletes the counts of places that have expired. */
export async function sweepPlaceUses(db: Knex): Promise<void> {
  await db('waiting_place_uses')
    .whereRaw('used_at < clock_timestamp() - make_interval(hours => ?)', [KEPT_HOURS])
    .delete();
}
