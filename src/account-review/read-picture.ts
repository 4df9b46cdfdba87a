import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { LONGEST_PICTURE_BYTES, type PictureFault } from './picture';
import { createTurns } from './turns';

/** A picture drawn anew: nothing of the file that was sent is in it but what is seen. */
export interface DrawnPicture {
  /** JPEG, at most {@link LONGEST_SIDE} pixels a side. */
  readonly picture: Buffer;
  /** The same, small and so blurred that no character can be read. JPEG. */
  readonly blurred: Buffer;
  /** SHA-256 of the pixels: the same for a file whose other bytes were changed. */
  readonly content: Buffer;
}

const LONGEST_SIDE = 1600;
const SHORTEST_SIDE = 200;
/** A bomb of 300 KB unfolds to gigabytes; a card needs a tenth of this. */
const MOST_PIXELS = 16_000_000;
const MOST_SECONDS = 5;
const BLURRED_WIDTH = 240;

/** The beginnings of JPEG, PNG and GIF: nothing else reaches a decoder, whatever it is called. */
const beginnings = ['ffd8ff', '89504e470d0a1a0a', '474946383761', '474946383961'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

const takeTurn = createTurns(2);

/** Reads a file that was sent as a picture (P41), and draws it anew. Two at a time: each may take 50 MB. */
export async function readPicture(file: Buffer): Promise<DrawnPicture | PictureFault> {
  if (file.length === 0) return 'empty';
  if (file.length > LONGEST_PICTURE_BYTES) return 'tooLong';
  if (!beginnings.some((one) => file.subarray(0, one.length).equals(one))) return 'wrongType';
  return takeTurn(() => draw(file));
}

async function draw(file: Buffer): Promise<DrawnPicture | PictureFault> {
  try {
    const options = { limitInputPixels: MOST_PIXELS, pages: 1, failOn: 'error' } as const;
    const { width, height } = await sharp(file, options).metadata();
    if (width * height > MOST_PIXELS) return 'tooManyPixels';
    if (Math.min(width, height) < SHORTEST_SIDE) return 'tooSmall';
    const { data, info } = await sharp(file, options)
      .timeout({ seconds: MOST_SECONDS })
      .rotate()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .toFormat('raw')
      .toBuffer({ resolveWithObject: true });
    const { channels } = info;
    const pixels = () => sharp(data, { raw: { width: info.width, height: info.height, channels } });
    return {
      picture: await pixels().jpeg({ quality: 82 }).toBuffer(),
      blurred: await pixels().resize({ width: BLURRED_WIDTH }).blur(9).jpeg({ quality: 60 }).toBuffer(),
      content: createHash('sha256').update(`${info.width}x${info.height}|`).update(data).digest(),
    };
  } catch (error) {
    const tooMany = error instanceof Error && error.message.includes('pixel limit');
    return tooMany ? 'tooManyPixels' : 'unreadable';
  }
}
