import os from 'node:os';
import type { Knex } from 'knex';
import { wallClock } from '../infrastructure/clock';
import { ringPlaces, type Secrets } from '../infrastructure/config/secret-settings';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';
import { ringKinds } from '../infrastructure/security/key-ring';
import { dropKeyHolder, followKeys, putKeyHolder } from './key-turns';

/** A new key is current everywhere within this. */
const EVERY_MS = 2000;
/** Whoever is silent is taken for gone after three of these (`HOLDER_SECONDS`). */
const TELL_MS = 10_000;
export const HOLDER_SECONDS = 30;

/** Follows which secrets are current, and tells which this process has, until it is stopped. */
export function startKeys(db: Knex, secrets: Secrets, log: Logger): Pick<Repetition, 'stop'> {
  const node = `${os.hostname()}:${process.pid}`;
  const held = Object.fromEntries(
    ringKinds.map((kind) => [
      kind,
      ringPlaces[kind]
        .ringOf(secrets)
        .all()
        .map(({ id }) => id),
    ]),
  );
  let told = { writes: '', at: Number.NEGATIVE_INFINITY };
  const repetition = repeatWork(
    async () => {
      const writes = await followKeys(db, secrets);
      const now = wallClock();
      const text = JSON.stringify(writes);
      if (text === told.writes && now - told.at < TELL_MS) return;
      await putKeyHolder(db, { node, held, writes });
      told = { writes: text, at: now };
    },
    {
      everyMs: EVERY_MS,
      onFault: (error) => log.error({ err: error }, 'which secrets are current could not be read'),
    },
  );
  return {
    async stop() {
      await repetition.stop();
      await dropKeyHolder(db, node).catch(() => undefined);
    },
  };
}
