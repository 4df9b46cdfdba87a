import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { createConcurrencyLimit } from '../../infrastructure/concurrency-limit';
import { KEPT_PICTURE_BYTES, MAX_PICTURE_BYTES, type PictureFault } from './picture';
import { describeLikeness, type Likeness, type Pixels } from './picture-likeness';

/** A picture drawn anew: nothing of the file that was sent is in it but what is seen. */
export interface DrawnPicture {
  /** JPEG, at most {@link MAX_SIDE} pixels a side and {@link KEPT_PICTURE_BYTES}. */
  readonly picture: Buffer;
  /** The same, small and so blurred that no character can be read. JPEG. */
  readonly blurred: Buffer;
  /** SHA-256 of the pixels: the same for a file whose other bytes were changed. */
  readonly content: Buffer;
  /** By which it is known again after it was saved anew. */
  readonly likeness: Likeness;
}

const MAX_SIDE = 1600;
const MIN_SIDE = 200;
/** A bomb of 300 KB unfolds to gigabytes. */
const MAX_PIXELS = 16_000_000;
/** Of a baseline JPEG, which is shrunk while it is read and never stands in memory whole: phones of 64 megapixels. */
const MAX_PHOTO_PIXELS = 65_000_000;
/** Qualities of the JPEG that is kept, until it is short enough. */
const QUALITIES = [82, 72, 60, 45] as const;
const MAX_SECONDS = 5;
const BLURRED_WIDTH = 240;

/** The beginnings of JPEG, PNG and GIF: nothing else reaches a decoder, whatever it is called. */
const beginnings = ['ffd8ff', '89504e470d0a1a0a', '474946383761', '474946383961'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/** `ftyp` boxes of HEIC and its kin. */
const HEIC = /^....ftyp(hei|hev|mif1|msf1|avif)/s;

const takeTurn = createConcurrencyLimit(2);

/** Reads a file that was sent as a picture (P41), and draws it anew. Two at a time: each may take 50 MB. */
export async function readPicture(file: Buffer): Promise<DrawnPicture | PictureFault> {
  if (file.length === 0) return 'empty';
  if (file.length > MAX_PICTURE_BYTES) return 'tooLong';
  if (HEIC.test(file.toString('latin1', 0, 12))) return 'heic';
  if (!beginnings.some((one) => file.subarray(0, one.length).equals(one))) return 'wrongType';
  return takeTurn(() => draw(file));
}

async function draw(file: Buffer): Promise<DrawnPicture | PictureFault> {
  try {
    const options = { limitInputPixels: MAX_PHOTO_PIXELS, pages: 1, failOn: 'error' } as const;
    const { width, height, format, isProgressive = false } = await sharp(file, options).metadata();
    const most = format === 'jpeg' && !isProgressive ? MAX_PHOTO_PIXELS : MAX_PIXELS;
    if (width * height > most) return 'tooManyPixels';
    if (Math.min(width, height) < MIN_SIDE) return 'tooSmall';
    const { data, info } = await sharp(file, options)
      .timeout({ seconds: MAX_SECONDS })
      .rotate()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .toFormat('raw')
      .toBuffer({ resolveWithObject: true });
    const { width: drawnWidth, height: drawnHeight, channels } = info;
    const pixels: Pixels = { data, width: drawnWidth, height: drawnHeight, channels };
    return {
      picture: await shorten(pixels),
      blurred: await toSharp(pixels)
        .resize({ width: BLURRED_WIDTH })
        .blur(9)
        .jpeg({ quality: 60 })
        .toBuffer(),
      content: createHash('sha256').update(`${drawnWidth}x${drawnHeight}|`).update(data).digest(),
      likeness: await describeLikeness(pixels),
    };
  } catch (error) {
    const tooMany = error instanceof Error && error.message.includes('pixel limit');
    return tooMany ? 'tooManyPixels' : 'unreadable';
  }
}

const toSharp = ({ data, ...raw }: Pixels) => sharp(data, { raw });

/** As good a JPEG as may be kept: worse first, then smaller. */
async function shorten(pixels: Pixels): Promise<Buffer> {
  for (const side of [MAX_SIDE, 1200, 900, 600])
    for (const quality of QUALITIES) {
      const size = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
      const drawn = await toSharp(pixels).resize(size).jpeg({ quality }).toBuffer();
      if (drawn.length <= KEPT_PICTURE_BYTES) return drawn;
    }
  throw new Error('a picture could not be made short enough');
}
