import type { Knex } from 'knex';
import { sweepMinutes } from '../domain/measured-minutes/measured-minute.repository';
import { sweepWechatCalls } from '../domain/messages/wechat-call.repository';
import { sweepPlaceUses } from '../domain/waiting-room/place.repository';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';
import { sweepThrottles } from '../infrastructure/security/throttle.repository';
import { deleteOldPackages } from '../office/exports/list-export.repository';

const EVERY_MS = 5 * 60_000;

/** Deletes what has expired, again and again until it is stopped: counters that ran out, signatures that no longer serve, counts of places in line, what was measured hours ago, files of old exports. */
export function startSweeps(db: Knex, log: Logger): Pick<Repetition, 'stop'> {
  const sweep = async () => {
    await sweepThrottles(db);
    await sweepWechatCalls(db);
    await sweepPlaceUses(db);
    await sweepMinutes(db);
    await deleteOldPackages(db);
  };
  return repeatWork(sweep, {
    everyMs: EVERY_MS,
    onFault: (error) => log.error({ err: error }, 'expired counters or exports could not be deleted'),
  });
}
