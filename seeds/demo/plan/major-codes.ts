import { createRandom } from './random';

const symbols = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Where numbering is fixed, so that two codes one digit apart share no 专业代号. */
const fixedStarts: Readonly<Record<string, number>> = {
  'undergraduate-2/2459': 1,
  'undergraduate-2/2489': 51,
};

function writeDigits(ordinal: number): string {
  if (ordinal > 99) {
    throw new RangeError('Two digits are used up');
  }
  return String(ordinal).padStart(2, '0');
}

function writeWithLetters(ordinal: number): string {
  const first = symbols[Math.floor(ordinal / symbols.length)];
  const second = symbols[ordinal % symbols.length];
  if (first === undefined || second === undefined) {
    throw new RangeError('Two characters are used up');
  }
  return first + second;
}

/**
 * 专业代号 of one institution in one batch, in rising order with a gap here and there. Every batch numbers
 * anew, as every year does; about one institution in six uses letters as well (0A, 1C).
 * `taken` are codes given out otherwise.
 */
export function createMajorCodes(
  batch: string,
  institution: string,
  taken: ReadonlySet<string>,
): () => string {
  const key = `${batch}/${institution}`;
  const random = createRandom(`codes/${key}`);
  const fixedStart = fixedStarts[key];
  const write = fixedStart === undefined && random.chance(1 / 6) ? writeWithLetters : writeDigits;
  let ordinal = (fixedStart ?? random.integer(1, 24)) - 1;

  return () => {
    let code: string;
    do {
      ordinal += fixedStart === undefined && random.chance(0.08) ? 2 : 1;
      code = write(ordinal);
    } while (taken.has(code));
    return code;
  };
}
