import type { Dirent } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';

/** What is made anew at each start, or belongs to the running server alone (as pg_basebackup has it). */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|postgresql\.auto\.conf\.tmp|backup_label.*|tablespace_map.*|recovery\.signal|standby\.signal|restore_.*)$/;

interface Copying {
  /** Bytes that were read. */
  onProgress(bytes: number): void;
  readonly signal: AbortSignal;
}

/** Bytes of what would be copied now. */
export async function measureCluster(directory: string): Promise<number> {
  let bytes = 0;
  for await (const { file } of walk(directory, ''))
    bytes +=
      file === null
        ? 0
        : await stat(file).then(
            ({ size }) => size,
            () => 0,
          );
  return bytes;
}

/**
 * The files of a running server as a tar, between the begin and the end of a backup: they change while they are read,
 * and WAL mends them. `finish` gives what is added last: the label that tells from where.
 */
export function readCluster(
  directory: string,
  copying: Copying,
  finish: () => Promise<Readonly<Record<string, string>>>,
): AsyncIterable<Buffer> {
  const archive = pack();
  fill(archive, directory, copying, finish).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return archive;
}

async function fill(
  archive: Pack,
  directory: string,
  copying: Copying,
  finish: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  for await (const { name, file } of walk(directory, '')) {
    copying.signal.throwIfAborted();
    if (file === null) archive.entry({ name, type: 'directory', mode: 0o700 });
    else await addFile(archive, name, file, copying);
  }
  for (const [name, text] of Object.entries(await finish())) archive.entry({ name, mode: 0o600 }, text);
}

interface Found {
  readonly name: string;
  /** Null: a folder. */
  readonly file: string | null;
}

async function* walk(root: string, folder: string): AsyncGenerator<Found> {
  for (const entry of await readFolder(path.join(root, folder))) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.test(entry.name)) continue;
    if (entry.isFile()) yield { name, file: path.join(root, name) };
    if (!entry.isDirectory()) continue;
    yield { name, file: null };
    if (!EMPTIED.has(name)) yield* walk(root, name);
    if (name === 'pg_wal') yield { name: 'pg_wal/archive_status', file: null };
  }
}

/** Folders of tables may go while they are walked. */
async function readFolder(folder: string): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(skipGone([]));
}

async function addFile(archive: Pack, name: string, file: string, copying: Copying): Promise<void> {
  const handle = await open(file, 'r').catch(skipGone(null));
  if (handle === null) return;
  try {
    const { size } = await handle.stat();
    const entry = archive.entry({ name, size, mode: 0o600 });
    await pipeline(readExactly(handle, size, copying), entry);
  } finally {
    await handle.close();
  }
}

const PIECE = 256 * 1024;

/** So many bytes whatever becomes of the file: what was cut off meanwhile reads as zeros. */
async function* readExactly(handle: FileHandle, size: number, { onProgress, signal }: Copying) {
  for (let at = 0; at < size; ) {
    signal.throwIfAborted();
    const piece = Buffer.alloc(Math.min(PIECE, size - at));
    await handle.read(piece, 0, piece.length, at);
    at += piece.length;
    onProgress(piece.length);
    yield piece;
  }
}

const skipGone =
  <Empty>(empty: Empty) =>
  (error: NodeJS.ErrnoException): Empty => {
    if (error.code === 'ENOENT') return empty;
    throw error;
  };
