import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, readDatabaseUrl } from '../infrastructure/config/config';
import { watcherUrlOf } from '../infrastructure/database/embedded/application-role';
import { COMMAND_LIMITS, createKnex, type Knex } from '../infrastructure/database/knex';
import { say } from '../infrastructure/language/say';
import { createLogger } from '../infrastructure/logger';
import { openDatabase } from '../operations/open-database';
import { createWatch } from '../operations/watch';
import type { LoneCommand } from './command';
import { describeError } from './error-words';
import { openTerminal, STOPPED, type Terminal } from './terminal';

/** A look takes a fifth of the time at most, whatever there is to look at. */
const REST = 4;
const FOUND = 3;

interface Asked {
  /** Null: looks once. */
  readonly everyMs: number | null;
  readonly stops: boolean;
}

/** A process of its own, with a role of its own that changes nothing but a switch, which sees what does not go together. */
export const watchCommand: LoneCommand = {
  name: 'watch',
  usage: 'watch [--every SECONDS] [--stop]',
  summary:
    'see where versions, groups, counts, ledger, letters, messages and figures do not go together; alarm, or stop saves',
  details: [
    'DATABASE_URL: of the role whose name ends in _watcher (zhiyuan roles makes it; give it a password). It needs no secret. Left out: the embedded database, which has the role by itself.',
    '--every: goes on looking, every so many seconds, 1 at least. --stop: turns 暂停保存志愿 on where something is found; without, it only raises the alarm.',
    'Exit codes: 0 all goes together, 1 the database cannot be reached, 3 something does not, 130 stopped.',
  ],
  async runAlone(print, args) {
    const asked = readWords(args);
    if (asked === null) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    const terminal = openTerminal();
    const database = await open();
    try {
      return await watch(database.db, asked, print, terminal);
    } finally {
      await database.close();
    }
  },
};

function readWords(args: readonly string[]): Asked | null {
  const [flag, value, ...others] = args.filter((word) => word !== '--stop');
  const stops = args.includes('--stop');
  if (flag === undefined) return { everyMs: null, stops };
  if (flag !== '--every' || value === undefined || others.length > 0 || !/^[1-9]\d{0,4}$/.test(value))
    return null;
  return { everyMs: Number(value) * 1000, stops };
}

async function open(): Promise<{ readonly db: Knex; close(): Promise<void> }> {
  const url = readDatabaseUrl();
  if (url !== null) {
    const db = createKnex(url, { max: 2, limits: COMMAND_LIMITS });
    return { db, close: () => db.destroy() };
  }
  const database = await openDatabase(loadConfig(), createLogger('warn'), COMMAND_LIMITS);
  const db = createKnex(watcherUrlOf(database.ownerUrl), { max: 2, limits: COMMAND_LIMITS });
  return {
    db,
    async close() {
      await db.destroy();
      await database.close();
    },
  };
}

async function watch(
  db: Knex,
  { everyMs, stops }: Asked,
  print: (line: string) => void,
  { signal }: Terminal,
): Promise<number> {
  const look = createWatch(db, stops);
  for (;;) {
    const { code, tookMs } = await lookOnce(look, print, everyMs === null);
    if (everyMs === null) return code;
    await sleep(Math.max(everyMs, REST * tookMs), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return STOPPED;
  }
}

/** `tells`: also where all goes together. */
async function lookOnce(
  look: ReturnType<typeof createWatch>,
  print: (line: string) => void,
  tells: boolean,
): Promise<{ readonly code: number; readonly tookMs: number }> {
  try {
    const { drifts, stopped, tookMs } = await look();
    for (const { kind, subject } of drifts) print(say`watch: ${kind}: ${subject}`);
    if (stopped) print(say`watch: saves are stopped until somebody has looked: zhiyuan switch`);
    if (drifts.length === 0 && tells)
      print(say`watch: all goes together, seen in ${(tookMs / 1000).toFixed(1)} s`);
    return { code: drifts.length === 0 ? 0 : FOUND, tookMs };
  } catch (error) {
    print(say`watch: ${describeError(error) ?? String(error)}`);
    return { code: 1, tookMs: 0 };
  }
}
