import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB of every pixel, row by row. */
  readonly pixels: Uint32Array;
}

/** Makes a picture of a page a third of its size: the 256 colours it uses most, each other one by its neighbour. */
export function shrinkPng(png: Buffer): Buffer {
  const picture = decode(png);
  const palette = listColours(picture.pixels);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const lines = Buffer.alloc((picture.width + 1) * picture.height);
  picture.pixels.forEach((colour, at) => {
    const place = places.get(colour) ?? findNearest(palette, colour);
    places.set(colour, place);
    lines[at + Math.floor(at / picture.width) + 1] = place;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(picture.width, 0);
  head.writeUInt32BE(picture.height, 4);
  // 8 bits a pixel, colours from a palette.
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => splitColour(colour)));
  return Buffer.concat([
    SIGNATURE,
    toChunk('IHDR', head),
    toChunk('PLTE', colours),
    toChunk('IDAT', deflateSync(lines, { level: 9 })),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function splitColour(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function listColours(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byUse = [...counts].sort(([, one], [, other]) => other - one);
  return byUse.slice(0, COLOURS).map(([colour]) => colour);
}

function findNearest(palette: readonly number[], colour: number): number {
  const wanted = splitColour(colour);
  const distances = palette.map((each) =>
    splitColour(each).reduce((sum, value, index) => sum + (value - (wanted[index] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

/** Reads what browsers write: 8 bits a channel, with or without alpha, not interlaced. */
function decode(png: Buffer): Picture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[png.readUInt8(25)];
  if (channels === undefined || png.readUInt8(24) !== 8) throw new Error('a PNG of another kind');
  const data = inflateSync(Buffer.concat(listChunks(png, 'IDAT')));
  const stride = width * channels;
  const pixels = new Uint32Array(width * height);
  let above: Buffer = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const line = unfilter(data[start] ?? 0, data.subarray(start + 1, start + 1 + stride), above, channels);
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = line.readUIntBE(x * channels, 3);
    above = line;
  }
  return { width, height, pixels };
}

function listChunks(png: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === type) found.push(png.subarray(at + 8, at + 8 + length));
  }
  return found;
}

/** Undoes the filter of one line (PNG, chapter 9). */
function unfilter(filter: number, line: Buffer, above: Buffer, channels: number): Buffer {
  const plain = Buffer.alloc(line.length);
  for (let at = 0; at < line.length; at += 1) {
    const left = plain[at - channels] ?? 0;
    const up = above[at] ?? 0;
    const corner = at < channels ? 0 : (above[at - channels] ?? 0);
    const expected = [0, left, up, (left + up) >> 1, predict(left, up, corner)][filter] ?? 0;
    plain[at] = (line[at] ?? 0) + expected;
  }
  return plain;
}

function predict(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function toChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(body.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}
