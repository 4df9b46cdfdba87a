import { Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { ByteFile } from '../../byte-file';
import { FileRefused } from './file-refusal';

/** A file within a ZIP, as its directory lists it. */
interface ZipEntry {
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

export interface ZipFile {
  /** Names are compared without regard to case, as the packaging convention says. */
  has(name: string): boolean;
  /**
   * Unpacks one file as a stream.
   * @throws FileRefused damaged where it is not there; tooLarge where it says that it is longer than `most` bytes
   *   or turns out to be longer than it says
   */
  open(name: string, most: number): Promise<AsyncIterable<Buffer>>;
}

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const FILE_MARK = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_LENGTH = 0xffff;
const MAX_ENTRIES = 10_000;
const STORED = 0;
const DEFLATED = 8;

/** Reads the directory at the end of a ZIP. @throws FileRefused damaged, tooLarge (ZIP64) */
export async function openZip(file: ByteFile): Promise<ZipFile> {
  const entries = await readDirectory(file, await file.size());
  const find = (name: string) => entries.get(nameKey(name));
  return {
    has: (name) => find(name) !== undefined,
    async open(name, most) {
      const entry = find(name);
      if (entry === undefined) throw new FileRefused('damaged');
      if (entry.unpacked > most)
        throw new FileRefused('tooLarge', { megabytes: Math.round(most / 1_000_000) });
      return unpack(file, entry, await findStart(file, entry));
    },
  };
}

const nameKey = (name: string) => name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();

async function readAt(file: ByteFile, from: number, bytes: number): Promise<Buffer> {
  const found = await file.read(from, bytes);
  if (found.length < bytes) throw new FileRefused('damaged');
  return found;
}

async function readDirectory(file: ByteFile, bytes: number): Promise<ReadonlyMap<string, ZipEntry>> {
  const tailBytes = Math.min(bytes, END_BYTES + MAX_COMMENT_LENGTH);
  const tail = await readAt(file, bytes - tailBytes, tailBytes);
  const at = findEnd(tail);
  if (at < 0) throw new FileRefused('damaged');
  const count = tail.readUInt16LE(at + 10);
  const directoryBytes = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  if (count > MAX_ENTRIES || offset + directoryBytes > bytes) throw new FileRefused('damaged');
  return parseDirectory(await readAt(file, offset, directoryBytes), count);
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END_MARK) return at;
  return -1;
}

function parseDirectory(directory: Buffer, count: number): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_MARK)
      throw new FileRefused('damaged');
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.set(nameKey(directory.toString('utf8', at + 46, at + 46 + nameBytes)), {
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function findStart(file: ByteFile, { offset }: ZipEntry): Promise<number> {
  const head = await readAt(file, offset, 30);
  if (head.readUInt32LE(0) !== FILE_MARK) throw new FileRefused('damaged');
  return offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
}

function unpack(
  file: ByteFile,
  { method, packed, unpacked }: ZipEntry,
  start: number,
): AsyncIterable<Buffer> {
  if (packed === 0) return emptyStream();
  const raw = file.stream({ start, end: start + packed });
  if (method !== STORED && method !== DEFLATED) throw new FileRefused('damaged');
  const counted = createMeter(unpacked);
  const inflated = method === STORED ? raw : raw.pipe(createInflateRaw());
  // Of a pipe only the last stream tells its reader of a fault.
  for (const stream of [raw, inflated]) stream.on('error', () => counted.destroy(new FileRefused('damaged')));
  counted.on('close', () => raw.destroy());
  return inflated.pipe(counted);
}

async function* emptyStream(): AsyncIterable<Buffer> {}

/** Lets so many bytes through: a file that says it is short may unpack to anything. */
function createMeter(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(new FileRefused('damaged'));
      else done(null, chunk);
    },
  });
}
