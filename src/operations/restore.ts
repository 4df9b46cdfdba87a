import { rm } from 'node:fs/promises';
import type { Knex } from 'knex';
import { seedReference } from '../../seeds/reference/seed-reference';
import { listSwitches } from '../domain/switches/switch.repository';
import { createSwitchService } from '../domain/switches/switch.service';
import type { BaseBackup } from '../infrastructure/backup/backup-folder';
import { deriveBackupKeys } from '../infrastructure/backup/backup-keys';
import { REPLAY_PORT } from '../infrastructure/backup/replay';
import { type Restored, restoreCluster } from '../infrastructure/backup/restore-cluster';
import { restoreOutside } from '../infrastructure/backup/restore-outside';
import type { BackupSettings, Config } from '../infrastructure/config/config';
import { removeCluster } from '../infrastructure/database/embedded/remove-cluster';
import { COMMAND_LIMITS, createKnex } from '../infrastructure/database/knex';
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

/**
 * Makes the files of an outside server in a folder, and works on it before anybody else can reach it.
 * @throws BackupFault; AbortError when it is stopped
 */
export async function restoreOutsideDatabase(
  parts: Omit<Restoration, 'dataDir'> & { readonly into: string },
  work: (db: Knex, base: BaseBackup) => Promise<void>,
): Promise<Restored> {
  const { config, backups, into, to, signal, onProgress } = parts;
  const owner = new URL(config.databaseOwnerUrl ?? config.databaseUrl ?? '');
  return restoreOutside({
    folder: backups.folder,
    keys: deriveBackupKeys(config.secrets.dataKey),
    into,
    programs: backups.programs,
    role: decodeURIComponent(owner.username),
    to,
    signal,
    log: () => undefined,
    onProgress,
    async finish(place, base) {
      const url = `postgres://${owner.username}@${encodeURIComponent(place)}:${REPLAY_PORT}${owner.pathname}`;
      const db = createKnex(url, { max: 2, limits: COMMAND_LIMITS });
      try {
        await bringUp(db, config);
        await work(db, base);
      } finally {
        await db.destroy();
      }
    },
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
    await bringUp(database.db, config);
    return await work(database.db);
  } finally {
    await database.close();
  }
}

async function bringUp(db: Knex, config: Config): Promise<void> {
  await migrateToLatest(db);
  await claimKeys(db, config.secrets);
  await seedReference(db);
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
