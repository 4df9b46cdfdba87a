import { readFileSync } from 'node:fs';

/** One bit a code point, up to the end of the third plane. */
const POINTS = 0x34000;

/** The characters of which a font has a picture. */
export interface Coverage {
  has(point: number): boolean;
}

/**
 * Reads which characters TrueType and OpenType files can draw, by their table `cmap` in format 12; of a collection, by
 * its first font. @throws Error where a file is not such a font.
 */
export function readCoverage(files: readonly string[]): Coverage {
  const bits = new Uint8Array(POINTS >> 3);
  for (const file of files) {
    const ranges = listRanges(readFileSync(file));
    if (ranges === null) throw new Error(`${file} is no font that can be read`);
    for (const [from, to] of ranges)
      for (let point = from; point <= Math.min(to, POINTS - 1); point += 1)
        bits[point >> 3] = (bits[point >> 3] ?? 0) | (1 << (point & 7));
  }
  return { has: (point) => point < POINTS && ((bits[point >> 3] ?? 0) & (1 << (point & 7))) !== 0 };
}

function listRanges(font: Buffer): [number, number][] | null {
  try {
    const start = font.toString('latin1', 0, 4) === 'ttcf' ? font.readUInt32BE(12) : 0;
    const tables = font.readUInt16BE(start + 4);
    for (let index = 0; index < tables; index += 1) {
      const at = start + 12 + 16 * index;
      if (font.toString('latin1', at, at + 4) === 'cmap') return readMap(font, font.readUInt32BE(at + 8));
    }
    return null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readMap(font: Buffer, map: number): [number, number][] | null {
  const count = font.readUInt16BE(map + 2);
  for (let index = 0; index < count; index += 1) {
    const table = map + font.readUInt32BE(map + 8 + 8 * index);
    if (font.readUInt16BE(table) !== 12) continue;
    return Array.from({ length: font.readUInt32BE(table + 12) }, (_none, group) => [
      font.readUInt32BE(table + 16 + 12 * group),
      font.readUInt32BE(table + 20 + 12 * group),
    ]);
  }
  return null;
}
