import { chown, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { SUPERVISOR } from '../database/embedded/cluster';
import {
  locateDataDirectory,
  prepareDataFolder,
  rememberLocation,
} from '../database/embedded/data-directory';
import { isRoot, type ServerAccount } from '../database/embedded/server-account';
import { getServerPrograms } from '../database/embedded/server-programs';
import { listServerSettings } from '../database/embedded/server-settings';
import { BackupFault } from './backup-fault';
import { type BaseBackup, isSegment, lineOf, listBases, listWal, placeOf } from './backup-folder';
import type { BackupKeys } from './backup-keys';
import { REPLAY_PORT, type Replayed, replay } from './replay';
import { listSegments } from './take-base';
import { unpackBase, unpackWal } from './unpack-base';

/** What is restored, to when, and who waits. */
export interface RestoreParts {
  /** BACKUP_DIR. */
  readonly folder: string;
  readonly keys: BackupKeys;
  /** Null: up to the last act that was brought. */
  readonly to: Date | null;
  readonly signal: AbortSignal;
  log(message: string): void;
  /** `share`: of the step that is under way, 0 to 1; null where it is not known. */
  onProgress(step: 'files' | 'wal' | 'replay', share: number | null, lastAt: Date | null): void;
}

/** Where the server's files are to be, and by whom WAL is replayed on them. */
interface RestoreTarget {
  readonly directory: string;
  readonly account: ServerAccount;
  readonly role: string;
  readonly logFile: string;
  /** The program and its settings, for the files as they lie there. */
  prepare(files: string): Promise<{ readonly postgres: string; readonly settings: readonly string[] }>;
  /** Done on the server before it is stopped, and before anybody else can reach it. */
  finish?(place: string, base: BaseBackup): Promise<void>;
}

export interface Restored extends Replayed {
  readonly base: BaseBackup;
  /** Segments of WAL that were laid ready. */
  readonly segments: number;
}

/**
 * Makes the embedded database of a data folder, which has none yet. It is there whole or not at all.
 * @throws BackupFault; AbortError when it is stopped
 */
export async function restoreCluster(parts: RestoreParts & { readonly dataDir: string }): Promise<Restored> {
  const dataDir = await prepareDataFolder(parts.dataDir);
  const located = await locateDataDirectory(dataDir, parts.log);
  if (located.initialised) throw new BackupFault('occupied', located.path);
  const programs = await getServerPrograms(located.account, dataDir, parts.log);
  const restored = await restoreFiles(parts, {
    directory: located.path,
    account: located.account,
    role: SUPERVISOR,
    logFile: path.join(dataDir, 'restore.log'),
    prepare: async () => ({
      postgres: programs.postgres,
      settings: listServerSettings(REPLAY_PORT, {}),
    }),
  });
  // New passwords are set at the first start.
  await rm(path.join(dataDir, 'postgres.json'), { force: true });
  await rememberLocation(dataDir, located, parts.log);
  return restored;
}

/**
 * Makes a server's files of the newest base before an instant and the WAL behind it: whole or not at all.
 * @throws BackupFault; AbortError when it is stopped
 */
export async function restoreFiles(parts: RestoreParts, target: RestoreTarget): Promise<Restored> {
  const base = await chooseBase(parts.folder, parts.to);
  const [unfinished, wal] = [`${target.directory}.unfinished`, `${target.directory}.replayed`];
  const clear = async () => {
    for (const one of [unfinished, wal]) await rm(one, { recursive: true, force: true });
  };
  await clear();
  try {
    for (const one of [unfinished, wal]) await mkdir(one, { recursive: true, mode: 0o700 });
    const { needed, gap } = await unpack(parts, base, unfinished, wal);
    const { account } = target;
    if (account !== null) for (const one of [unfinished, wal]) await own(one, account.uid, account.gid);
    const replayed = await replay({
      ...target,
      ...(await target.prepare(unfinished)),
      directory: unfinished,
      wal,
      to: parts.to,
      signal: parts.signal,
      finish: (place) => target.finish?.(place, base) ?? Promise.resolve(),
      onProgress: (_lsn, lastAt) => parts.onProgress('replay', null, lastAt),
    });
    if (gap !== null && replayed.endedBefore) throw new BackupFault('walGone', gap);
    await rename(unfinished, target.directory);
    return { ...replayed, base, segments: needed.filter(isSegment).length };
  } finally {
    await clear();
  }
}

/** Lays files and WAL ready. @throws BackupFault walGone where something lies behind a gap */
async function unpack(parts: RestoreParts, base: BaseBackup, files: string, wal: string) {
  let read = 0;
  const unpacking = {
    ...parts,
    onProgress(bytes: number) {
      read += bytes;
      parts.onProgress('files', Math.min(1, read / base.bytes), null);
    },
  };
  await unpackBase(unpacking, base, files);
  const { needed, gap } = await listNeeded(parts.folder, base);
  // Whatever lies behind it would be lost without a word.
  if (gap !== null && parts.to === null) throw new BackupFault('walGone', gap);
  for (const [at, name] of needed.entries()) {
    parts.signal.throwIfAborted();
    await unpackWal(unpacking, name, wal);
    parts.onProgress('wal', (at + 1) / needed.length, null);
  }
  return { needed, gap };
}

/** @throws BackupFault none */
async function chooseBase(folder: string, to: Date | null): Promise<BaseBackup> {
  const bases = await listBases(folder);
  const chosen = bases.filter(({ endedAt }) => to === null || endedAt <= to).at(-1);
  const [oldest] = bases;
  if (chosen === undefined) throw new BackupFault('none', oldest?.endedAt.toISOString() ?? '');
  return chosen;
}

/**
 * WAL from a base on, as far as it goes without a gap, and the first segment that is missing in between.
 * @throws BackupFault walGone where the base itself cannot be completed
 */
async function listNeeded(folder: string, base: BaseBackup) {
  const kept = await listWal(folder);
  const from = placeOf(base.firstWal);
  const places = new Set(kept.filter(isSegment).map(placeOf));
  // What completes the base is needed though nothing came behind it.
  const last = [...places, placeOf(base.lastWal)].toSorted().at(-1) ?? from;
  const gap =
    listSegments(base.firstWal, lineOf(base.firstWal) + last).find((name) => !places.has(placeOf(name))) ??
    null;
  if (gap !== null && placeOf(gap) <= placeOf(base.lastWal)) throw new BackupFault('walGone', gap);
  const needed = kept.filter(
    (name) => !isSegment(name) || (placeOf(name) >= from && (gap === null || placeOf(name) < placeOf(gap))),
  );
  return { needed, gap };
}

async function own(folder: string, uid: number, gid: number): Promise<void> {
  if (!isRoot()) return;
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true }))
    await chown(path.join(folder, entry), uid, gid);
}
