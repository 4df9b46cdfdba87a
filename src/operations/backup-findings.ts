import { stat } from 'node:fs/promises';
import { findNewestWal, listBases } from '../infrastructure/backup/backup-folder';
import { listSpooled } from '../infrastructure/backup/bring-wal';
import { wallClock } from '../infrastructure/clock';
import type { BackupSettings, Config } from '../infrastructure/config/config';
import { locateDataDirectory, prepareDataFolder } from '../infrastructure/database/embedded/data-directory';
import { spoolOf } from '../infrastructure/database/embedded/wal-spool';
import { say } from '../infrastructure/language/say';
import { isOutside } from './outside-backups';

const HOUR_MS = 3_600_000;
/** A night was missed. */
const OLDEST_HOURS = 37;
/** Segments that wait: a quarter of an hour, of a server that is not asked much. */
const MOST_SPOOLED = 15;
/** An outside server closes a segment a minute; where nobody writes it closes none, but the program itself writes. */
const LATE_MINUTES = 15;

interface Judgement {
  readonly state: 'ok' | 'note' | 'problem';
  readonly words: string;
}

/** Ages of what BACKUP_DIR holds, in seconds; null where it holds none. */
interface BackupAges {
  readonly base: number | null;
  readonly wal: number | null;
}

export async function measureBackups({ folder }: BackupSettings): Promise<BackupAges> {
  const ageOf = (at: Date | null | undefined) => (at == null ? null : (wallClock() - at.getTime()) / 1000);
  return { base: ageOf((await listBases(folder)).at(-1)?.endedAt), wal: ageOf(await findNewestWal(folder)) };
}

/** What doctor says of the backups. */
export async function judgeBackups(config: Config): Promise<Judgement> {
  const { backups } = config;
  const outside = config.databaseUrl !== null;
  if (outside && (backups === null || !isOutside(backups)))
    return {
      state: 'note',
      words: say`the database is outside: set DATABASE_BACKUP_URL and BACKUP_DIR and run backup --follow, or see to its backups yourselves`,
    };
  if (backups === null)
    return {
      state: config.environment === 'live' ? 'problem' : 'note',
      words: say`none: set BACKUP_DIR, a folder on another disk`,
    };
  const { base, wal } = await measureBackups(backups);
  if (base === null)
    return {
      state: 'problem',
      words: outside
        ? say`none yet at ${backups.folder}: start zhiyuan backup --follow`
        : say`none yet at ${backups.folder}: start the server`,
    };
  const hours = Math.round(base / 360) / 10;
  const words = say`the last copy ended ${hours} hours ago, at ${backups.folder}`;
  if (base * 1000 > OLDEST_HOURS * HOUR_MS)
    return { state: 'problem', words: say`${words}: a night was missed, look at the log and at the disk` };
  if (outside) return judgeArrival(words, wal);
  const waiting = await countSpooled(config.dataDir);
  if (waiting > MOST_SPOOLED)
    return { state: 'problem', words: say`${words}: ${waiting} segments of WAL wait to be brought there` };
  return (await areOnOneDisk(config.dataDir, backups.folder))
    ? { state: 'note', words: say`${words}: on the same disk as the database, and lost with it` }
    : { state: 'ok', words };
}

/** Of a server that is elsewhere only what came is known. */
function judgeArrival(words: string, wal: number | null): Judgement {
  const minutes = Math.round((wal ?? Number.POSITIVE_INFINITY) / 60);
  return minutes > LATE_MINUTES
    ? {
        state: 'problem',
        words: say`${words}: nothing came for ${minutes} minutes, look at zhiyuan backup --follow`,
      }
    : { state: 'ok', words };
}

async function countSpooled(dataDir: string): Promise<number> {
  const directory = await locateDataDirectory(await prepareDataFolder(dataDir), () => undefined);
  return (await listSpooled(spoolOf(directory))).length;
}

async function areOnOneDisk(one: string, other: string): Promise<boolean> {
  const [first, second] = [await stat(one), await stat(other)];
  return first.dev === second.dev;
}
