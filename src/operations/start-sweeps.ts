import type { Knex } from 'knex';
import { deleteOldPackages } from '../exports';
import type { Logger } from '../logger';
import { type Repetition, repeatWork } from '../messages';
import { sweepThrottles } from '../security/throttle.repository';

const EVERY_MS = 5 * 60_000;

/** Takes away what is over, again and again until it is stopped: counters that ran out, files of old exports. */
export function startSweeps(db: Knex, log: Logger): Pick<Repetition, 'stop'> {
  const sweep = async () => {
    await sweepThrottles(db);
    await deleteOldPackages(db);
  };
  return repeatWork(sweep, {
    everyMs: EVERY_MS,
    onFault: (error) => log.error({ err: error }, 'what is over could not be taken away'),
  });
}
