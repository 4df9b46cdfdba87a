import { statfs } from 'node:fs/promises';
import type { Express } from 'express';
import type { Knex } from 'knex';
import { wallClock } from '../infrastructure/clock';
import { defineStatement } from '../infrastructure/database/statement';

export interface Readiness {
  /** False once the process has begun to drain: no new requests are to be sent here. */
  readonly accepting: () => boolean;
}

/** What a process cannot do without. */
interface Supports {
  readonly db: Knex;
  /** Whether sessions can be had, where they live outside the database. @throws where they cannot */
  checkSessions(): Promise<void>;
  /** Where uploads, and the embedded database, live. */
  readonly dataDir: string;
}

/** However long something hangs, the answer comes by then. */
const ANSWER_MS = 1500;
/** Many who ask in the same moment cost one look. */
const KEPT_MS = 1000;
/** How often it is tried whether the database can be written. */
const PULSE_MS = 5000;
/** Bytes without which a list that is uploaded, or a database beside it, soon finds no room. */
const MIN_FREE = 200_000_000;

/**
 * `/livez`: the process answers. `/readyz`: it may be sent requests: it does not drain, its database answers and can
 * be written, its sessions can be had, its disk has room. What fails is named.
 */
export function setUpHealth(app: Express, supports: Supports, readiness: Readiness): void {
  const look = createLook(supports);
  app.get('/livez', (_req, res) => {
    res.type('text/plain').send('ok');
  });
  app.get('/readyz', async (_req, res) => {
    const faults = readiness.accepting() ? await look() : ['draining'];
    res.set('Cache-Control', 'no-store').type('text/plain');
    if (faults.length === 0) res.send('ready');
    else
      res
        .status(503)
        .set('Retry-After', '5')
        .send(`not ready: ${faults.join(', ')}`);
  });
}

function createLook({ db, checkSessions, dataDir }: Supports): () => Promise<readonly string[]> {
  const checkDatabase = createPulse(db);
  const checks: readonly (readonly [string, () => Promise<void>])[] = [
    ['database', checkDatabase],
    ['sessions', checkSessions],
    ['disk', () => checkDisk(dataDir)],
  ];
  const run = async () => {
    const found = await Promise.all(
      checks.map(async ([name, check]) => ((await answersInTime(check)) ? [] : [name])),
    );
    return found.flat();
  };
  let last: { readonly at: number; readonly faults: Promise<readonly string[]> } | null = null;
  return () => {
    if (last === null || wallClock() - last.at > KEPT_MS) last = { at: wallClock(), faults: run() };
    return last.faults;
  };
}

async function answersInTime(check: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_MS);
  });
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

const beat = defineStatement("insert into pulses (filling) values (repeat('-', 7000))");
const forget = defineStatement("delete from pulses where at < clock_timestamp() - interval '1 minute'");
const askReadOnly = defineStatement<{ readonly readOnly: string }>(
  `select current_setting('transaction_read_only') as "readOnly"`,
);

/** Asks each time whether the database may be written, and now and then writes; a write that failed is tried at each. */
function createPulse(db: Knex): () => Promise<void> {
  let beaten = 0;
  return async () => {
    const [row] = (await askReadOnly(db, [])).rows;
    if (row?.readOnly !== 'off') throw new Error('the database can only be read');
    if (wallClock() - beaten < PULSE_MS) return;
    await forget(db, []);
    await beat(db, []);
    beaten = wallClock();
  };
}

async function checkDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs('.'));
  if (bavail * bsize < MIN_FREE) throw new Error('no room is left');
}
