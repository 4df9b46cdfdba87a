import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  hasMinute,
  putMinute,
  readDatabaseTime,
} from '../domain/measured-minutes/measured-minute.repository';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';
import { INSTALLATION } from '../rules/alerts/measured-minute';
import { type CommonParts, measureInstallation } from './measure-installation';
import { type MeasuredParts, poolOf } from './measures';
import { createMinuteSampler } from './minute-sampler';

/** Four looks a minute: what lasts half a minute is seen twice. */
const EVERY_MS = 15_000;
const MINUTE = 60_000;

/** A process that stops waits no longer to say so. */
const LAST_WORD_MS = 2000;

type MinuteParts = CommonParts & {
  /** What the page calls this process by. */
  readonly name: string;
  readonly log: Logger;
};

/** What a process is called: the same before and after a restart. */
export const nameProcess = (port: number, place: number) => `${os.hostname()}:${port} ${place + 1}`;

/**
 * Writes down what this process measures, a row a minute, until it is stopped; and what all have in common, where no
 * other process has done so in this minute.
 */
export function startMinutes(parts: MinuteParts): Pick<Repetition, 'stop'> {
  const { name: source, officeDb, log } = parts;
  const sampler = createMinuteSampler(() => readGauges(parts));
  const write = async (ended: boolean) => {
    const now = await readDatabaseTime(officeDb);
    const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE);
    await putMinute(officeDb, { source, minute, ended, figures: await sampler.look(minute) });
    if (ended || (await hasMinute(officeDb, INSTALLATION, minute))) return;
    const figures = await measureInstallation(parts);
    await putMinute(officeDb, { source: INSTALLATION, minute, ended: false, figures });
  };
  const repetition = repeatWork(() => write(false), {
    everyMs: EVERY_MS,
    onFault: (error) => log.warn({ err: error }, 'what this process measured could not be written down'),
  });
  return {
    async stop() {
      await repetition.stop();
      // A process that ends as it was told to is not missed.
      await Promise.race([write(true).catch(() => undefined), sleep(LAST_WORD_MS, null, { ref: false })]);
      sampler.stop();
    },
  };
}

function readGauges({ db, arrivalsDb, officeDb, hasher }: MeasuredParts): Readonly<Record<string, number>> {
  return Object.fromEntries([
    ['pool/candidates', poolOf(db).numPendingAcquires()],
    ['pool/arrivals', poolOf(arrivalsDb).numPendingAcquires()],
    ['pool/office', poolOf(officeDb).numPendingAcquires()],
    ...hasher.listWaiting().map(({ queue, waiting }) => [`hashes/${queue}`, waiting] as const),
  ]);
}
