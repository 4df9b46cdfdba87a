import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { BackupFault } from './backup-fault';
import {
  type BaseBackup,
  baseFile,
  baseFolder,
  listWal,
  makeBackupFolders,
  placeOf,
  recordBase,
  removeUnfinishedBase,
  stampOf,
} from './backup-folder';
import type { BackupKeys } from './backup-keys';
import { bringWal } from './bring-wal';
import { measureCluster, readCluster } from './read-cluster';
import { writeSealedFile } from './sealed-file';

interface BaseParts {
  /** A session of the server's superuser, of this backup alone: what ends it ends the backup. */
  readonly client: Client;
  /** The server's files, and where it leaves WAL. */
  readonly directory: string;
  readonly spool: string;
  /** BACKUP_DIR. */
  readonly folder: string;
  readonly keys: BackupKeys;
  readonly environment: string;
  readonly signal: AbortSignal;
  /** `share`: 0 to 1 of the bytes that were there when it began. */
  onProgress(bytes: number, share: number): void;
}

/** How long a server that archives may take for one segment. */
const ARCHIVED_MS = 60_000;

/**
 * Copies the running server's files and brings the WAL that goes with them. Stopped or failed, nothing of it stays.
 * @throws BackupFault notArchiving; AbortError when it is stopped; the file system's errors
 */
export async function takeBase(parts: BaseParts): Promise<BaseBackup> {
  const { client, directory, folder, keys, environment, signal } = parts;
  await makeBackupFolders(folder);
  await requireArchiving(client);
  await beginBackup(client);
  const total = Math.max(1, await measureCluster(directory));
  const beganAt = await readTime(client);
  const stamp = stampOf(beganAt);
  await client.query('select pg_backup_start($1, fast => true)', [`zhiyuan ${stamp}`]);
  let label = '';
  let lastWal = '';
  let read = 0;
  const source = readCluster(
    directory,
    {
      signal,
      onProgress(bytes) {
        read += bytes;
        parts.onProgress(read, Math.min(1, read / total));
      },
    },
    async () => {
      // Waited for below, with an end to the waiting.
      const { rows } = await client.query(
        'select labelfile, pg_walfile_name(lsn) as segment from pg_backup_stop(wait_for_archive => false)',
      );
      label = rows[0].labelfile;
      lastWal = rows[0].segment;
      return { backup_label: label };
    },
  );
  const sealedBytes = await writeSealedFile(baseFolder(folder), baseFile(stamp), keys, source, signal);
  try {
    const firstWal = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? '';
    await waitForArchive(client, lastWal);
    await bringWal(parts.spool, folder, keys);
    await requireWal(folder, firstWal, lastWal);
    const endedAt = await readTime(client);
    const manifest = {
      format: 'zhiyuan-base-1' as const,
      beganAt,
      endedAt,
      firstWal,
      lastWal,
      bytes: read,
      sealedBytes,
      environment,
    };
    await recordBase(folder, stamp, manifest);
    return { ...manifest, stamp };
  } catch (error) {
    await removeUnfinishedBase(folder, stamp);
    throw error;
  }
}

/** One at a time; the lock goes with the session. @throws BackupFault underWay */
export async function beginBackup(client: Client): Promise<void> {
  const { rows } = await client.query("select pg_try_advisory_lock(hashtext('zhiyuan backup')) as taken");
  if (!rows[0].taken) throw new BackupFault('underWay', '');
}

/** @throws BackupFault notArchiving */
async function requireArchiving(client: Client): Promise<void> {
  const { rows } = await client.query(`select current_setting('archive_mode') as mode`);
  if (rows[0].mode !== 'on') throw new BackupFault('notArchiving', 'archive_mode');
}

/** The database's own time. */
export async function readTime(client: Client): Promise<Date> {
  const { rows } = await client.query('select clock_timestamp() as now');
  return rows[0].now;
}

async function waitForArchive(client: Client, segment: string): Promise<void> {
  for (let waited = 0; waited < ARCHIVED_MS; waited += 200) {
    const { rows } = await client.query(
      `select last_archived_wal as last from pg_stat_archiver where last_archived_wal ~ '^[0-9A-F]{24}'`,
    );
    const last: string = rows[0]?.last ?? '';
    if (last.slice(0, 24) >= segment) return;
    await sleep(200);
  }
  throw new BackupFault('notArchiving', 'archive_command');
}

/** @throws BackupFault walGone naming the first segment that is missing */
async function requireWal(folder: string, first: string, last: string): Promise<void> {
  const kept = new Set(await listWal(folder));
  for (const missing of listSegments(first, last).filter((name) => !kept.has(name)))
    throw new BackupFault('walGone', missing);
}

/** The segments from one to another of the same time line, both included. */
export function listSegments(first: string, last: string): readonly string[] {
  const line = first.slice(0, 8);
  const numberOf = (segment: string) =>
    Number.parseInt(segment.slice(8, 16), 16) * 256 + Number.parseInt(segment.slice(16), 16);
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
  const found: string[] = [];
  for (let at = numberOf(first); at <= numberOf(last) && placeOf(first) <= placeOf(last); at += 1)
    found.push(line + hex(Math.floor(at / 256)) + hex(at % 256));
  return found;
}
