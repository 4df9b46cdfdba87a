import { openLedgerRing } from '../domain/ledger/ledger-ring';
import { createTakeLeaves } from '../domain/ledger/take-leaves';
import type { Clock } from '../infrastructure/clock';
import type { Config } from '../infrastructure/config/config';
import type { Knex } from '../infrastructure/database/knex';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';

/** Within a minute, as the promise is, whatever one round takes. */
const EVERY_MS = 20_000;

/** Takes what was saved into the ledger and signs it, again and again until it is stopped. */
export function startLedger(
  { db, clock, config }: { readonly db: Knex; readonly clock: Clock; readonly config: Config },
  log: Logger,
): Pick<Repetition, 'stop'> {
  let stopping = false;
  const takeLeaves = createTakeLeaves({
    db,
    clock,
    keys: openLedgerRing(config.secrets.ledgerKey),
    host: config.publicUrl.host,
  });
  const repetition = repeatWork(() => takeLeaves(() => !stopping), {
    everyMs: EVERY_MS,
    onFault: (error) => log.error({ err: error }, 'what was saved could not be taken into the ledger'),
  });
  return {
    stop() {
      stopping = true;
      return repetition.stop();
    },
  };
}
