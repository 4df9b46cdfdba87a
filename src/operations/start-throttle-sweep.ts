import type { Knex } from 'knex';
import type { Logger } from '../logger';
import { type Repetition, repeatWork } from '../messages';
import { sweepThrottles } from '../security/throttle.repository';

const EVERY_MS = 5 * 60_000;

/** Takes counters that ran out away, again and again, until it is stopped. */
export function startThrottleSweep(db: Knex, log: Logger): Pick<Repetition, 'stop'> {
  return repeatWork(() => sweepThrottles(db), {
    everyMs: EVERY_MS,
    onFault: (error) => log.error({ err: error }, 'counters could not be swept'),
  });
}
