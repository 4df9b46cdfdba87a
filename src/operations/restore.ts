import { rm } from 'node:fs/promises';
import type { Knex } from 'knex';
import { seedReference } from '../../seeds/reference/seed-reference';
import { listSwitches } from '../domain/switches/switch.repository';
import { createSwitchService } from '../domain/switches/switch.service';
import { deriveBackupKeys } from '../infrastructure/backup/backup-keys';
import { type Restored, restoreCluster } from '../infrastructure/backup/restore-cluster';
import type { BackupSettings, Config } from '../infrastructure/config/config';
import { removeCluster } from '../infrastructure/database/embedded/remove-cluster';
import { COMMAND_LIMITS } from '../infrastructure/database/knex';
import { migrateToLatest } from '../infrastructure/database/migrate';
import { createLogger } from '../infrastructure/logger';
import { claimKeys } from './key-check';
import { openDatabase } from './open-database';

interface Restoration {
  readonly config: Config;
  readonly backups: BackupSettings;
  /** The folder in which the database is to be. */
  readonly dataDir: string;
  readonly to: Date | null;
  readonly signal: AbortSignal;
  readonly onProgress: Parameters<typeof restoreCluster>[0]['onProgress'];
}

/** Makes a database of the backups. @throws BackupFault; AbortError when it is stopped */
export async function restoreDatabase(parts: Restoration): Promise<Restored> {
  const { config, backups, dataDir, to, signal, onProgress } = parts;
  const log = createLogger('warn');
  return restoreCluster({
    folder: backups.folder,
    keys: deriveBackupKeys(config.secrets.dataKey),
    dataDir,
    to,
    signal,
    log: (message) => log.info(message),
    onProgress,
  });
}

/** Works on a database that was restored, brought to this program's schema; nothing of it is archived. */
export async function withRestored<T>(
  config: Config,
  dataDir: string,
  work: (db: Knex) => Promise<T>,
): Promise<T> {
  const alone = { ...config, dataDir, backups: null };
  const database = await openDatabase(alone, createLogger('warn'), COMMAND_LIMITS);
  try {
    await migrateToLatest(database.db);
    await claimKeys(database.db, config.secrets);
    await seedReference(database.db);
    return await work(database.db);
  } finally {
    await database.close();
  }
}

/** 暂停保存志愿: nothing is filed until somebody has looked at what came back. */
export async function shutWindows(db: Knex, reason: string): Promise<void> {
  const standing = (await listSwitches(db)).find(({ name }) => name === 'stopSaves');
  if (standing?.on === true) return;
  await createSwitchService(db, null).set({ kind: 'operator', reason }, 'stopSaves', true);
}

/** Takes a database away that was restored to be looked at. */
export async function removeRestored(dataDir: string): Promise<void> {
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}
