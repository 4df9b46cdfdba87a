import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { wallClock } from '../clock';
import { writeSmallFile } from './write-small-file';

/*
 * BACKUP_DIR: `base/<stamp>.base` and, once that is whole, `base/<stamp>.json`; `wal/<segment>`, each of 16 MB of WAL.
 */
const manifestShape = z.object({
  format: z.literal('zhiyuan-base-1'),
  /** When the copying began and ended, in the database's time. */
  beganAt: z.iso.datetime().transform((text) => new Date(text)),
  endedAt: z.iso.datetime().transform((text) => new Date(text)),
  /** Segments of WAL without which the copy is none. */
  firstWal: z.string().regex(/^[0-9A-F]{24}$/),
  lastWal: z.string().regex(/^[0-9A-F]{24}$/),
  /** Bytes of the database's files, and of the sealed file. */
  bytes: z.int(),
  sealedBytes: z.int(),
  environment: z.string(),
});

type BaseManifest = z.output<typeof manifestShape>;

/** A whole copy of the database's files. */
export interface BaseBackup extends BaseManifest {
  readonly stamp: string;
}

const SEGMENT = /^[0-9A-F]{24}$/;
const HISTORY = /^[0-9A-F]{8}\.history$/;

export const baseFolder = (folder: string) => path.join(folder, 'base');
export const walFolder = (folder: string) => path.join(folder, 'wal');
export const baseFile = (stamp: string) => `${stamp}.base`;

export async function makeBackupFolders(folder: string): Promise<void> {
  for (const one of [baseFolder(folder), walFolder(folder)])
    await mkdir(one, { recursive: true, mode: 0o700 });
}

/** 20210627T060317Z, by which bases sort. */
export function stampOf(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

export async function recordBase(folder: string, stamp: string, manifest: BaseManifest): Promise<void> {
  await writeSmallFile(
    path.join(baseFolder(folder), `${stamp}.json`),
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
}

/** Every whole base, oldest first; what no manifest stands beside is none. */
export async function listBases(folder: string): Promise<readonly BaseBackup[]> {
  const names = await list(baseFolder(folder));
  const found: BaseBackup[] = [];
  for (const name of names.filter((one) => /^\d{8}T\d{6}Z\.json$/.test(one)).toSorted()) {
    const parsed = manifestShape.safeParse(await readJson(path.join(baseFolder(folder), name)));
    if (parsed.success) found.push({ ...parsed.data, stamp: name.slice(0, -'.json'.length) });
  }
  return found;
}

/** Segments and histories of time lines that are kept. */
export async function listWal(folder: string): Promise<readonly string[]> {
  const names = await list(walFolder(folder));
  return names.filter((name) => SEGMENT.test(name) || HISTORY.test(name)).toSorted();
}

export const isSegment = (name: string) => SEGMENT.test(name);
export const isWal = (name: string) => SEGMENT.test(name) || HISTORY.test(name);

/** Where a segment stands in the stream, whatever its time line. */
export const placeOf = (segment: string) => segment.slice(8);

/** The time line of a segment: each restoration begins one. */
export const lineOf = (segment: string) => segment.slice(0, 8);

/** Deletes bases that ended before `before`, but for the newest two, and WAL that no base needs. @returns what went */
export async function deleteOldBackups(folder: string, before: Date): Promise<readonly string[]> {
  const bases = await listBases(folder);
  const old = bases.slice(0, -2).filter(({ endedAt }) => endedAt < before);
  for (const { stamp } of old) {
    // The manifest first: a base without one is none.
    await rm(path.join(baseFolder(folder), `${stamp}.json`), { force: true });
    await rm(path.join(baseFolder(folder), baseFile(stamp)), { force: true });
  }
  const [oldest] = bases.slice(old.length);
  const spent =
    oldest === undefined
      ? []
      : (await listWal(folder)).filter((name) => isSegment(name) && placeOf(name) < placeOf(oldest.firstWal));
  for (const name of spent) await rm(path.join(walFolder(folder), name), { force: true });
  await sweepUnfinished(folder, new Set(bases.map(({ stamp }) => baseFile(stamp))));
  return [...old.map(({ stamp }) => stamp), ...spent];
}

/** No copy takes longer: what is older belongs to one that was killed. */
const UNFINISHED_MS = 24 * 3_600_000;

/** What a process that was killed left: files without their name yet, bases without a manifest. */
async function sweepUnfinished(folder: string, whole: ReadonlySet<string>): Promise<void> {
  for (const place of [baseFolder(folder), walFolder(folder)])
    for (const name of await list(place)) {
      if (!name.startsWith('.') && (!name.endsWith('.base') || whole.has(name))) continue;
      const file = path.join(place, name);
      if (wallClock() - (await stat(file)).mtimeMs > UNFINISHED_MS) await rm(file, { force: true });
    }
}

/** Takes the file of a base away whose manifest was not written. */
export async function removeUnfinishedBase(folder: string, stamp: string): Promise<void> {
  await rm(path.join(baseFolder(folder), baseFile(stamp)), { force: true });
}

/** When the newest segment was brought here; null where there is none. */
export async function findNewestWal(folder: string): Promise<Date | null> {
  const newest = (await listWal(folder)).filter(isSegment).at(-1);
  return newest === undefined ? null : (await stat(path.join(walFolder(folder), newest))).mtime;
}

async function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
