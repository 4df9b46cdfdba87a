import { BackupFault } from '../infrastructure/backup/backup-fault';
import {
  type BaseBackup,
  deleteOldBackups,
  isSegment,
  lineOf,
  listBases,
  listWal,
  makeBackupFolders,
} from '../infrastructure/backup/backup-folder';
import { deriveBackupKeys } from '../infrastructure/backup/backup-keys';
import { bringWal } from '../infrastructure/backup/bring-wal';
import { takeBase } from '../infrastructure/backup/take-base';
import { wallClock } from '../infrastructure/clock';
import type { BackupSettings, Config } from '../infrastructure/config/config';
import { withSupervisor } from '../infrastructure/database/embedded/database';
import { getRunningServer } from '../infrastructure/database/embedded/find-running';
import { spoolOf } from '../infrastructure/database/embedded/wal-spool';
import { typeMinute } from '../infrastructure/format-time';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';

const EVERY_MS = 20_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A copy is taken at night where the last is of before this evening; a day that had no night does not go without. */
const NIGHT = { from: '02:00', to: '05:00', afterMs: 18 * HOUR_MS, atLeastMs: 36 * HOUR_MS } as const;

/** What a copy needs of whoever waits for it. */
export interface Waiting {
  readonly signal: AbortSignal;
  /** `share`: 0 to 1. */
  onProgress(bytes: number, share: number): void;
}

/** Copies the embedded database now, and deletes what is old. @throws BackupFault; AbortError when it is stopped */
export async function backUp(config: Config, backups: BackupSettings, waiting: Waiting): Promise<BaseBackup> {
  const { directory, port, record } = await getRunningServer(config.dataDir);
  const base = await withSupervisor(port, record, 'postgres', (client) =>
    takeBase({
      client,
      directory,
      spool: spoolOf({ path: directory }),
      folder: backups.folder,
      keys: deriveBackupKeys(config.secrets.dataKey),
      environment: config.environment,
      ...waiting,
    }),
  );
  await deleteOldBackups(backups.folder, new Date(wallClock() - backups.keepDays * DAY_MS));
  return base;
}

/** Brings what the server has left since. @returns how many segments */
async function bringSpooled(
  config: Config,
  { folder }: BackupSettings,
  goOn?: () => boolean,
): Promise<number> {
  const { directory } = await getRunningServer(config.dataDir);
  await makeBackupFolders(folder);
  const keys = deriveBackupKeys(config.secrets.dataKey);
  return bringWal(spoolOf({ path: directory }), folder, keys, goOn);
}

/** When the last copy ended that leads up to what is written now; null where the database was restored since. */
export async function findLastBase(folder: string): Promise<number | null> {
  const last = (await listBases(folder)).at(-1);
  const newest = (await listWal(folder)).filter(isSegment).at(-1);
  if (last === undefined || newest === undefined) return null;
  return lineOf(last.lastWal) === lineOf(newest) ? last.endedAt.getTime() : null;
}

/** Whether a copy is due at this instant (milliseconds), the last having ended then. */
export function isBackupDue(now: number, lastEndedAt: number | null): boolean {
  if (lastEndedAt === null || now - lastEndedAt > NIGHT.atLeastMs) return true;
  const time = typeMinute(new Date(now)).slice(-5);
  return time >= NIGHT.from && time < NIGHT.to && now - lastEndedAt > NIGHT.afterMs;
}

/** Keeps the backups of the embedded database until it is stopped: each minute of WAL, and a copy every night. */
export function startBackups(config: Config, backups: BackupSettings, log: Logger): Pick<Repetition, 'stop'> {
  const stopping = new AbortController();
  const work = async () => {
    const brought = await bringSpooled(config, backups, () => !stopping.signal.aborted);
    if (brought > 0) log.debug({ brought }, 'WAL was brought to the backups');
    if (stopping.signal.aborted || !isBackupDue(wallClock(), await findLastBase(backups.folder))) return;
    const { stamp, bytes, sealedBytes } = await backUp(config, backups, {
      signal: stopping.signal,
      onProgress: () => undefined,
    });
    log.info({ stamp, bytes, sealedBytes }, 'the database was backed up');
  };
  const repeating = repeatWork(work, {
    everyMs: EVERY_MS,
    onFault(error) {
      if (!stopping.signal.aborted) tellFault(error, log);
    },
  });
  return {
    stop() {
      stopping.abort();
      return repeating.stop();
    },
  };
}

/** Says that a copy failed; where another process copies already nothing has. */
export function tellFault(error: unknown, log: Logger): void {
  if (error instanceof BackupFault && error.code === 'underWay') return;
  log.error({ err: error }, 'the database could not be backed up: look at BACKUP_DIR');
}
