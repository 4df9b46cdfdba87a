import sharp from 'sharp';
import { KEPT_PICTURE_BYTES, MAX_PICTURE_BYTES } from '../../../src/domain/review-cases/picture';
import { isAlike } from '../../../src/domain/review-cases/picture-likeness';
import { readPicture } from '../../../src/domain/review-cases/read-picture';
import { drawCard, drawGif, drawJpeg, drawPng } from '../../account/review/pictures';

const SCRIPT = '<script>alert(document.cookie)</script>';

async function draw(file: Buffer) {
  const read = await readPicture(file);
  if (typeof read === 'string') throw new Error(`refused: ${read}`);
  return read;
}

/** A PNG whose header promises so many pixels. */
async function promise(width: number, height: number): Promise<Buffer> {
  const png = await drawPng(1);
  const header = Buffer.from(png.subarray(12, 29));
  header.writeUInt32BE(width, 4);
  header.writeUInt32BE(height, 8);
  const { crc32 } = await import('node:zlib');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(header) >>> 0);
  return Buffer.concat([png.subarray(0, 12), header, sum, png.subarray(33)]);
}

/** A whole PNG of one colour: 300 KB of it would be 200 million pixels. */
const unfold = (side: number) =>
  sharp({
    create: { width: side, height: side, channels: 3, background: '#ffffff' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();

describe('a picture that was sent', () => {
  it.each([
    ['JPEG', drawJpeg],
    ['PNG', drawPng],
    ['GIF', drawGif],
  ])('as %s is drawn anew as JPEG, clear and blurred', async (_name, make) => {
    const { picture, blurred } = await draw(await make(3));
    const [clear, dim] = await Promise.all([sharp(picture).metadata(), sharp(blurred).metadata()]);
    expect([clear.format, clear.width, clear.height]).toEqual(['jpeg', 640, 400]);
    expect([dim.format, dim.width]).toEqual(['jpeg', 240]);
  });

  it('keeps no EXIF, no place, no comment and nothing that hung on behind', async () => {
    const exif = {
      IFD0: { Copyright: 'CANARY-EXIF', Artist: '秦知远' },
      IFD3: { GPSLatitude: '34/1 45/1 0/1' },
    };
    const jpeg = await drawCard(4)
      .withExif(exif)
      .withXmp('<x:xmpmeta>CANARY-XMP</x:xmpmeta>')
      .jpeg()
      .toBuffer();
    expect(jpeg.includes('CANARY-EXIF')).toBe(true);
    const { picture, blurred } = await draw(Buffer.concat([jpeg, Buffer.from(`${SCRIPT}CANARY-TAIL`)]));
    for (const drawn of [picture, blurred]) {
      expect(drawn.includes('CANARY')).toBe(false);
      expect(drawn.includes('script')).toBe(false);
      const { exif: kept, xmp, icc } = await sharp(drawn).metadata();
      expect([kept, xmp, icc]).toEqual([undefined, undefined, undefined]);
    }
  });

  it('is turned the way it was taken', async () => {
    const { picture } = await draw(await drawCard(5).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const { width, height } = await sharp(picture).metadata();
    expect([width, height]).toEqual([400, 640]);
  });

  it('of a phone is taken, turned, shrunk and kept within 300 KB, whatever is on it', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 80 } as const;
    const grain = { create: { width: 4000, height: 3000, channels: 3, background: '#000', noise } } as const;
    const photo = await sharp(grain).withMetadata({ orientation: 6 }).jpeg({ quality: 80 }).toBuffer();
    expect(photo.length).toBeGreaterThan(4_000_000);
    expect(photo.length).toBeLessThan(MAX_PICTURE_BYTES);
    const { picture } = await draw(photo);
    expect(picture.length).toBeLessThanOrEqual(KEPT_PICTURE_BYTES);
    const { width, height, exif } = await sharp(picture).metadata();
    expect([height > width, exif]).toEqual([true, undefined]);
  });

  describe('saved anew', () => {
    const seeds = [1, 2, 3, 44, 305, 901, 920];

    it.each<[string, (file: Buffer) => sharp.Sharp]>([
      ['as PNG', (file) => sharp(file).png()],
      ['as GIF', (file) => sharp(file).gif()],
      ['as a worse JPEG', (file) => sharp(file).jpeg({ quality: 40 })],
      ['half as large', (file) => sharp(file).resize(320).jpeg({ quality: 70 })],
      ['twice as large', (file) => sharp(file).resize(1280).jpeg()],
    ])('%s is known again', async (_how, save) => {
      for (const seed of seeds) {
        const file = await drawJpeg(seed);
        const [before, after] = await Promise.all([draw(file), draw(await save(file).toBuffer())]);
        expect(isAlike(before.likeness, after.likeness)).toBe(true);
      }
    });

    it('is no other picture', async () => {
      const drawn = await Promise.all(seeds.map(async (seed) => (await draw(await drawJpeg(seed))).likeness));
      for (const [at, one] of drawn.entries())
        for (const other of drawn.slice(at + 1)) expect(isAlike(one, other)).toBe(false);
    });
  });

  it('with a script in a GIF loses the script', async () => {
    const gif = await drawGif(6);
    const comment = Buffer.concat([
      Buffer.from([0x21, 0xfe, SCRIPT.length]),
      Buffer.from(SCRIPT),
      Buffer.from([0]),
    ]);
    const evil = Buffer.concat([
      gif.subarray(0, gif.length - 1),
      comment,
      Buffer.from([0x3b]),
      Buffer.from(SCRIPT),
    ]);
    expect((await draw(evil)).picture.includes('script')).toBe(false);
  });

  it('of several frames gives its first', async () => {
    const frames = Buffer.concat(
      await Promise.all([7, 8].map((seed) => drawCard(seed).ensureAlpha().raw().toBuffer())),
    );
    const gif = await sharp(frames, { raw: { width: 640, height: 800, channels: 4, pageHeight: 400 } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const { picture } = await draw(gif);
    expect((await sharp(picture).metadata()).height).toBe(400);
  });

  it('is known again, whatever of its other bytes was changed', async () => {
    const jpeg = await drawJpeg(9);
    const tagged = Buffer.concat([jpeg, Buffer.from('another tail')]);
    expect((await draw(tagged)).content).toEqual((await draw(jpeg)).content);
    expect((await draw(await drawJpeg(10))).content).not.toEqual((await draw(jpeg)).content);
  });

  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['nothing', () => Buffer.alloc(0), 'empty'],
    [
      '8 MB and a tail',
      async () => Buffer.concat([await drawJpeg(1), Buffer.alloc(8 * 1024 * 1024)]),
      'tooLong',
    ],
    ['one byte more than 8 MB', () => Buffer.alloc(MAX_PICTURE_BYTES + 1, 0xff), 'tooLong'],
    ['an SVG', () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`), 'wrongType'],
    ['an SVG behind an XML head', () => Buffer.from(`<?xml version="1.0"?><svg onload="a()"/>`), 'wrongType'],
    ['HTML', () => Buffer.from(`<!doctype html>${SCRIPT}`), 'wrongType'],
    ['a program', () => Buffer.from('MZ\x90\x00 this program'), 'wrongType'],
    ['a PDF', () => Buffer.from('%PDF-1.7'), 'wrongType'],
    ['a HEIC', () => Buffer.from('\0\0\0\x24ftypheic\0\0\0\0mif1heic'), 'heic'],
    ['a HEIC of another kind', () => Buffer.from('\0\0\0\x1cftypmif1\0\0\0\0'), 'heic'],
    ['an AVIF', () => drawCard(1).avif().toBuffer(), 'heic'],
    [
      'a progressive JPEG of 25 million pixels',
      () =>
        sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#fff' } })
          .jpeg({ progressive: true })
          .toBuffer(),
      'tooManyPixels',
    ],
    ['a WebP', () => drawCard(1).webp().toBuffer(), 'wrongType'],
    ['a TIFF', () => drawCard(1).tiff().toBuffer(), 'wrongType'],
    ['text that begins as a GIF does', () => Buffer.from(`GIF89a/*${SCRIPT}*/=1;`), 'unreadable'],
    ['the first bytes of a JPEG', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), 'unreadable'],
    ['half a JPEG', async () => (await drawJpeg(2)).subarray(0, 900), 'unreadable'],
    ['a header of 4 billion pixels', () => promise(65_535, 65_535), 'tooManyPixels'],
    ['a bomb of 25 million pixels', () => unfold(5000), 'tooManyPixels'],
    ['a dot', () => drawCard(1, { width: 199, height: 400 }).png().toBuffer(), 'tooSmall'],
  ])('that is %s is refused', async (_what, make, fault) => {
    const file = await make();
    const began = process.memoryUsage().rss;
    expect(await readPicture(file)).toBe(fault);
    expect(process.memoryUsage().rss - began).toBeLessThan(150_000_000);
  });
});
