import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { BackupFault } from './backup-fault';
import {
  type BaseBackup,
  baseFile,
  baseFolder,
  lineOf,
  listWal,
  makeBackupFolders,
  recordBase,
  removeUnfinishedBase,
  stampOf,
} from './backup-folder';
import type { BackupKeys } from './backup-keys';
import { bringWal } from './bring-wal';
import { type OutsideServer, startProgram, untilDone } from './outside-programs';
import { writeSealedFile } from './sealed-file';
import { beginBackup, listSegments, readTime } from './take-base';

interface OutsideBase {
  /** A session of the role that replicates, of this backup alone. */
  readonly client: Client;
  readonly server: OutsideServer;
  /** Where this process receives WAL; null: another process does, and brings it. */
  readonly spool: string | null;
  /** BACKUP_DIR. */
  readonly folder: string;
  readonly keys: BackupKeys;
  readonly environment: string;
  readonly signal: AbortSignal;
  /** `share`: 0 to 1 of the bytes of the database when it began. */
  onProgress(bytes: number, share: number): void;
}

const SEGMENT = '16MB';
/** How long the last WAL of a copy may take to come. */
const COMES_MS = 120_000;

/**
 * Copies an outside server by pg_basebackup, sealed as it comes. Stopped or failed, nothing of it stays.
 * @throws BackupFault; AbortError when it is stopped; the file system's errors
 */
export async function takeOutsideBase(parts: OutsideBase): Promise<BaseBackup> {
  const { client, server, folder, keys, environment, signal } = parts;
  await makeBackupFolders(folder);
  await beginBackup(client);
  const { rows } = await client.query(
    "select pg_database_size(current_database())::float8 as total, current_setting('wal_segment_size') as segment, current_setting('archive_timeout') as timeout",
  );
  // A segment that is never full would never come.
  if (rows[0].timeout === '0') throw new BackupFault('notArchiving', 'archive_timeout');
  if (rows[0].segment !== SEGMENT)
    throw new BackupFault('notCopied', `wal_segment_size = ${rows[0].segment}`);
  const beganAt = await readTime(client);
  const stamp = stampOf(beganAt);
  const child = startProgram(server, 'pg_basebackup', [
    ...['--pgdata=-', '--format=tar', '--wal-method=none', '--checkpoint=fast', '--no-manifest'],
    `--label=zhiyuan ${stamp}`,
  ]);
  const copied = { bytes: 0, head: '' };
  const source = readCopy(child, copied, (bytes) =>
    parts.onProgress(bytes, Math.min(1, bytes / rows[0].total)),
  );
  let sealedBytes: number;
  try {
    sealedBytes = await writeSealedFile(baseFolder(folder), baseFile(stamp), keys, source, signal);
  } finally {
    child.kill('SIGTERM');
  }
  try {
    const endedAt = await readTime(client);
    const wal = await findSegments(client, copied.head);
    await untilCome(parts, wal.firstWal, wal.lastWal);
    const manifest = {
      format: 'zhiyuan-base-1' as const,
      beganAt,
      endedAt,
      ...wal,
      bytes: copied.bytes,
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

/** What the program writes, to its good end: what a failed one wrote is no copy. */
async function* readCopy(
  child: ChildProcess,
  copied: { bytes: number; head: string },
  onProgress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const done = untilDone(child);
  done.catch(() => undefined);
  for await (const chunk of child.stdout ?? []) {
    copied.bytes += chunk.length;
    if (copied.head.length < HEAD) copied.head += chunk.toString('latin1');
    onProgress(copied.bytes);
    yield chunk;
  }
  await done;
}

/** The label, which tells from where on WAL is needed, is the first file of the copy. */
const HEAD = 64 * 1024;

/** The copy's WAL ends before what is written now. */
async function findSegments(client: Client, head: string) {
  const [, firstWal] = /START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/.exec(head) ?? [];
  if (firstWal === undefined) throw new BackupFault('notCopied', 'backup_label');
  const { rows } = await client.query('select pg_current_wal_lsn()::text as place');
  return { firstWal, lastWal: segmentOf(Number.parseInt(lineOf(firstWal), 16), rows[0].place, 1n) };
}

/** The segment in which a place of WAL lies; `before`: so many bytes before it. */
export function segmentOf(line: number, place: string, before: bigint): string {
  const [high = '0', low = '0'] = place.split('/');
  const at = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - before;
  const hex = (value: bigint | number) => value.toString(16).toUpperCase().padStart(8, '0');
  return hex(line) + hex(at >> 32n) + hex((at & 0xffffffffn) >> 24n);
}

/** The copy is none without its WAL. @throws BackupFault walGone naming what does not come */
async function untilCome({ spool, folder, keys, signal }: OutsideBase, first: string, last: string) {
  for (let waited = 0; ; waited += 200) {
    signal.throwIfAborted();
    if (spool !== null) await bringWal(spool, folder, keys);
    const kept = new Set(await listWal(folder));
    const missing = listSegments(first, last).find((name) => !kept.has(name));
    if (missing === undefined) return;
    if (waited >= COMES_MS) throw new BackupFault('walGone', missing);
    await sleep(200);
  }
}
