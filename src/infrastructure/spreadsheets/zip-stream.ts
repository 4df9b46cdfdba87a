import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of an archive; its bytes come as they are made. */
export interface ZipMember {
  /** ASCII. */
  readonly name: string;
  readonly content: AsyncIterable<Buffer | string>;
}

const VERSION = 20;
/** Sizes follow the content, names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01: equal contents make equal archives. */
const DOS_DATE = 0x21;
const LARGEST = 0xffff_ffff;

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * A ZIP archive as a stream of bytes, in steady memory. @throws RangeError beyond 4 GiB, which this format cannot hold.
 */
export async function* zipMembers(members: Iterable<ZipMember>): AsyncGenerator<Buffer> {
  const directory: Written[] = [];
  let offset = 0;
  for (const { name, content } of members) {
    const header = localHeader(Buffer.from(name));
    yield header;
    const start = offset;
    offset += header.length;
    const sums = { crc: 0, size: 0, packed: 0 };
    for await (const chunk of deflate(content, sums)) {
      sums.packed += chunk.length;
      yield chunk;
    }
    const written = { name: Buffer.from(name), offset: start, ...sums };
    const descriptor = dataDescriptor(written);
    yield descriptor;
    offset += sums.packed + descriptor.length;
    if (offset > LARGEST || sums.size > LARGEST) throw new RangeError(`${name} makes the archive too large`);
    directory.push(written);
  }
  const entries = Buffer.concat(directory.map(centralEntry));
  yield entries;
  yield endOfDirectory(directory.length, entries.length, offset);
}

async function* deflate(
  content: AsyncIterable<Buffer | string>,
  sums: { crc: number; size: number },
): AsyncGenerator<Buffer> {
  const packer = createDeflateRaw();
  let fault: unknown = null;
  const feed = async () => {
    for await (const piece of content) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      sums.crc = crc32(bytes, sums.crc);
      sums.size += bytes.length;
      if (!packer.write(bytes)) await once(packer, 'drain');
    }
    packer.end();
  };
  const feeding = feed().catch((error: unknown) => {
    fault = error;
    packer.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of packer) yield chunk as Buffer;
  } finally {
    packer.destroy();
  }
  await feeding;
  if (fault !== null) throw fault;
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function dataDescriptor({ crc, packed, size }: Written): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x0807_4b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed, 8);
  descriptor.writeUInt32LE(size, 12);
  return descriptor;
}

function centralEntry({ name, crc, packed, size, offset }: Written): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x0201_4b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATE, 10);
  entry.writeUInt16LE(DOS_DATE, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
