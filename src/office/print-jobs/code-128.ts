/** A barcode or QR code as grey pixels, row by row: 0 is black, 255 white. Quiet zones included. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly number[];
}

/** Widths of bars and gaps of the 103 symbols of ISO/IEC 15417, then start C; six each. */
const WIDTHS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131';
const START_C = '211232';
const STOP = '2331112';
const QUIET = 10;

const widthsOf = (symbol: number) => WIDTHS.slice(symbol * 6, symbol * 6 + 6);

/** Code 128 C of an even number of digits, one pixel a module, one row. @throws Error for anything else */
export function drawCode128(digits: string): Raster {
  if (!/^(\d\d)+$/.test(digits)) throw new Error(`${digits} is not an even number of digits`);
  const symbols = (digits.match(/\d\d/g) ?? []).map(Number);
  // Start C counts 105, and each symbol its place.
  const check = symbols.reduce((sum, symbol, index) => sum + symbol * (index + 1), 105) % 103;
  const widths = [START_C, ...symbols.map(widthsOf), widthsOf(check), STOP].join('');
  const quiet = Array<number>(QUIET).fill(255);
  const bars = [...widths].flatMap((width, index) =>
    Array<number>(Number(width)).fill(index % 2 === 0 ? 0 : 255),
  );
  const pixels = [...quiet, ...bars, ...quiet];
  return { width: pixels.length, height: 1, pixels };
}
