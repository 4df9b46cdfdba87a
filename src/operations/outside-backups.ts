import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { BackupFault } from '../infrastructure/backup/backup-fault';
import { type BaseBackup, deleteOldBackups, makeBackupFolders } from '../infrastructure/backup/backup-folder';
import { deriveBackupKeys } from '../infrastructure/backup/backup-keys';
import { bringWal } from '../infrastructure/backup/bring-wal';
import { findPrograms, type OutsideServer } from '../infrastructure/backup/outside-programs';
import { type Receiving, receiveWal } from '../infrastructure/backup/receive-wal';
import { takeOutsideBase } from '../infrastructure/backup/take-outside-base';
import { wallClock } from '../infrastructure/clock';
import type { BackupSettings, Config } from '../infrastructure/config/config';
import type { Logger } from '../infrastructure/logger';
import { findLastBase, isBackupDue, tellFault, type Waiting } from './backups';

const EVERY_MS = 20_000;
const DAY_MS = 24 * 3_600_000;

/** BACKUP_DIR and DATABASE_BACKUP_URL. */
type OutsideSettings = BackupSettings & { readonly outsideUrl: string };

export const isOutside = (backups: BackupSettings): backups is OutsideSettings => backups.outsideUrl !== null;

/** Where WAL arrives before it is sealed. */
async function makeSpool({ dataDir }: Config): Promise<string> {
  const spool = path.join(dataDir, 'backup-spool');
  await mkdir(dataDir, { recursive: true });
  await mkdir(spool, { recursive: true, mode: 0o700 });
  return spool;
}

async function withServer<T>(
  { outsideUrl: url, programs: given }: OutsideSettings,
  work: (client: Client, server: OutsideServer) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'zhiyuan backup' });
  // When the server ends meanwhile, the query fails and reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major");
    const programs = await findPrograms(rows[0].major, given, ['pg_basebackup', 'pg_receivewal']);
    return await work(client, { url, programs });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Copies an outside server now. The WAL that belongs to the copy is received by whoever follows it, else by this process
 * meanwhile. @throws BackupFault; AbortError when it is stopped
 */
export async function backUpOutside(
  config: Config,
  backups: OutsideSettings,
  waiting: Waiting,
): Promise<BaseBackup> {
  const base = await withServer(backups, async (client, server) => {
    const folder = await makeSpool(config);
    const receiving = await receiveWal(server, folder);
    const spool = receiving === null ? null : folder;
    try {
      return await takeOutsideBase({ ...partsOf(config, backups), client, server, spool, ...waiting });
    } finally {
      await receiving?.stop();
    }
  });
  await deleteOldBackups(backups.folder, new Date(wallClock() - backups.keepDays * DAY_MS));
  return base;
}

const partsOf = ({ secrets, environment }: Config, { folder }: OutsideSettings) => ({
  folder,
  keys: deriveBackupKeys(secrets.dataKey),
  environment,
});

/** Follows an outside server until it is stopped: each minute of WAL, and a copy every night. */
export async function followOutside(
  config: Config,
  backups: OutsideSettings,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Logger },
): Promise<void> {
  const spool = await makeSpool(config);
  const { folder, keys } = partsOf(config, backups);
  await makeBackupFolders(folder);
  let receiving: Receiving | null = null;
  const work = async () => {
    receiving ??= await withServer(backups, (_client, server) => receiveWal(server, spool));
    // Somebody makes a copy by hand and receives meanwhile.
    if (receiving === null) throw new BackupFault('underWay', '');
    const ended = receiving.ended.then(() => {
      throw new BackupFault('notCopied', 'pg_receivewal');
    });
    ended.catch(() => undefined);
    const brought = await bringWal(spool, folder, keys, () => !signal.aborted);
    if (brought > 0) log.debug({ brought }, 'WAL was brought to the backups');
    if (isBackupDue(wallClock(), await findLastBase(folder))) {
      const taking = withServer(backups, (client, server) =>
        takeOutsideBase({
          ...partsOf(config, backups),
          client,
          server,
          spool,
          signal,
          onProgress: () => undefined,
        }),
      );
      const { stamp, bytes, sealedBytes } = await taking;
      log.info({ stamp, bytes, sealedBytes }, 'the database was backed up');
      await deleteOldBackups(folder, new Date(wallClock() - backups.keepDays * DAY_MS));
    }
    // What ends by itself has failed, and begins anew the next time.
    await Promise.race([ended, sleep(EVERY_MS, undefined, { signal })]);
  };
  while (!signal.aborted) {
    await work().catch(async (error: unknown) => {
      if (signal.aborted) return;
      tellFault(error, log);
      await receiving?.stop();
      receiving = null;
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    });
  }
  const last = receiving as Receiving | null;
  if (last === null) return;
  await bringWal(spool, folder, keys);
  await last.stop();
}
