import type { Knex } from 'knex';
import type { Logger } from '../../infrastructure/logger';
import { type Repetition, repeatWork } from '../../infrastructure/repeat-work';
import { foldCoverage } from './count.repository';

const FOLD_MS = 5_000;

/** Counts what was filed, again and again, until it is stopped. */
export function startCoverage(db: Knex, log: Logger): Pick<Repetition, 'stop'> {
  return repeatWork(() => foldAll(db), {
    everyMs: FOLD_MS,
    onFault: (error) => log.error({ err: error }, 'the counts of the progress board could not be added up'),
  });
}

async function foldAll(db: Knex): Promise<void> {
  while (await foldCoverage(db));
}
