import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { createCipher } from '../../../src/infrastructure/security/cipher';
import { sealBlocks, sealedFile } from '../../../src/infrastructure/security/sealed-blocks';
import { ringOf } from '../../support/key-rings';

const { dataKey, indexKey } = loadConfig({}).secrets;
const cipher = createCipher(dataKey, indexKey);
const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-sealed-'));
const file = path.join(folder, 'list');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BLOCK = 64 * 1024;
/** As it comes from a browser: in pieces of any size. */
function* pieces(whole: Buffer) {
  for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7) % 50_021)
    yield whole.subarray(at, at + size);
}
async function seal(plain: Buffer, name = 'a'): Promise<Buffer> {
  await pipeline(Readable.from(pieces(plain)), sealBlocks(cipher, name), createWriteStream(file));
  return readFileSync(file);
}
const open = (name = 'a', by = cipher) => sealedFile(file, by, name);

describe('a file that stands sealed', () => {
  it.each([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 5])(
    'of %d bytes is read whole, and from any place',
    async (length) => {
      const plain = randomBytes(length);
      const sealed = await seal(plain);
      expect(await open().size()).toBe(length);
      expect((await buffer(open().stream())).equals(plain)).toBe(true);
      for (const [from, bytes] of [
        [0, 4],
        [BLOCK - 2, 4],
        [length - 1, 100],
        [length, 10],
        [1, 2 * BLOCK],
      ] as const)
        expect(
          (await open().read(Math.max(0, from), bytes)).equals(
            plain.subarray(Math.max(0, from), from + bytes),
          ),
        ).toBe(true);
      const part = await buffer(open().stream({ start: 3, end: BLOCK + 1 }));
      expect(part.equals(plain.subarray(3, BLOCK + 1))).toBe(true);
      if (length > 100) expect(sealed.includes(plain.subarray(0, 16))).toBe(false);
    },
  );

  it('does not open changed, moved, cut off, under another name or key', async () => {
    const sealed = await seal(randomBytes(3 * BLOCK));
    const head = 1 + sealed.readUInt8(0);
    const block = (at: number) => sealed.subarray(head + at * (BLOCK + 16), head + (at + 1) * (BLOCK + 16));
    const flipped = Buffer.from(sealed);
    flipped.writeUInt8(flipped.readUInt8(head + 70_000) ^ 1, head + 70_000);
    const changed = [
      flipped,
      Buffer.concat([sealed.subarray(0, head), block(1), block(0), block(2)]),
      Buffer.concat([sealed.subarray(0, head), block(0), block(1)]),
      sealed.subarray(0, sealed.length - 1),
      sealed.subarray(0, 10),
      Buffer.alloc(0),
      Buffer.from('考生号,姓名\n'),
    ];
    for (const bytes of changed) {
      writeFileSync(file, bytes);
      await expect(buffer(open().stream())).rejects.toThrow();
    }
    writeFileSync(file, sealed);
    await expect(open('b').size()).rejects.toThrow();
    const other = createCipher(ringOf('another'), indexKey);
    await expect(open('a', other).size()).rejects.toThrow();
    await expect(open().size()).resolves.toBe(3 * BLOCK);
  });
});
