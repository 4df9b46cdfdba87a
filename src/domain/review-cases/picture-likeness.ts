import sharp from 'sharp';

/** What a picture looks like, in bits of which few change when it is saved anew, smaller or as another format. */
export interface Likeness {
  /** 2 × steps × 2 × GRID × (GRID − 1) digits 0 and 1: where it grows lighter and darker, for each pair of neighbours. */
  readonly shape: string;
  /** QUARTERS × 3 × (COLOUR_LEVELS − 1) digits 0 and 1: how much red, green and blue each quarter has, as a thermometer, so that bits that differ are levels that differ. */
  readonly colour: string;
}

const GRID = 16;
/**
 * Steps of 255 by which two neighbours differ: less than the first is flat, and the noise of a JPEG. A thermometer of
 * several counts what moves across one of them little, what is really another much.
 */
const STEPS = [4, 8, 14, 24];
const COLOUR_LEVELS = 32;
/** Every picture first becomes this large, so that the size at which it was saved counts less. */
const COMMON_SIDE = 256;
const QUARTERS = 4;

/**
 * Bits that may differ between two files of one picture. A flat scan of a card that is saved as JPEG of quality 25 to 90,
 * as PNG or GIF, or at 0.3 to 2 times its size changes at most 42; another person's flat scan 92 and more, the same card
 * photographed again 344 and more.
 */
export const SHAPE_TOLERANCE = 48;
export const COLOUR_TOLERANCE = 12;

/** Pixels as sharp gives them. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** A difference hash (dHash) over a grid of 16 × 16, both ways, with a dead zone; and the colours of the quarters. */
export async function describeLikeness({ data, ...raw }: Pixels): Promise<Likeness> {
  const size = { width: COMMON_SIDE, height: COMMON_SIDE, fit: 'fill' } as const;
  const common = await sharp(data, { raw }).resize(size).toColourspace('srgb').toFormat('raw').toBuffer();
  const channels = (common.length / COMMON_SIDE ** 2) as Pixels['channels'];
  const shrink = (side: number) =>
    sharp(common, { raw: { width: COMMON_SIDE, height: COMMON_SIDE, channels } }).resize(side, side);
  const grey = await shrink(GRID).greyscale().toColourspace('b-w').toFormat('raw').toBuffer();
  const colours = await shrink(2).toFormat('raw').toBuffer();
  return { shape: describeShape(grey), colour: describeColours(colours) };
}

function describeShape(grey: Buffer): string {
  const at = (x: number, y: number) => grey[y * GRID + x] ?? 0;
  let digits = '';
  for (let y = 0; y < GRID; y += 1)
    for (let x = 0; x < GRID; x += 1) {
      if (x + 1 < GRID) digits += compare(at(x, y), at(x + 1, y));
      if (y + 1 < GRID) digits += compare(at(x, y), at(x, y + 1));
    }
  return digits;
}

/** The three colours of each quarter; of a grey picture one thrice. */
function describeColours(colours: Buffer): string {
  const each = colours.length / QUARTERS;
  const values = Array.from({ length: QUARTERS }, (_none, quarter) =>
    [0, 1, 2].map((channel) => colours[quarter * each + Math.min(channel, each - 1)] ?? 0),
  );
  const levels = Array.from(
    { length: COLOUR_LEVELS - 1 },
    (_none, level) => ((level + 1) * 256) / COLOUR_LEVELS,
  );
  return values
    .flat()
    .flatMap((value) => levels.map((level) => (value >= level ? '1' : '0')))
    .join('');
}

const compare = (one: number, next: number) =>
  [next - one, one - next].flatMap((rise) => STEPS.map((step) => (rise > step ? '1' : '0'))).join('');

/** How many digits differ. */
function countDifferences(one: string, other: string): number {
  let count = 0;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) count += 1;
  return count;
}

/** Whether two files show one picture. */
export function isAlike(one: Likeness, other: Likeness): boolean {
  return (
    countDifferences(one.shape, other.shape) <= SHAPE_TOLERANCE &&
    countDifferences(one.colour, other.colour) <= COLOUR_TOLERANCE
  );
}
