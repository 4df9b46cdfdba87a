import fc from 'fast-check';
import { drawCode128 } from '../../../src/office/print-jobs/code-128';
import { formatFormNumber, readFormNumber } from '../../../src/office/print-jobs/form-number';

/** Widths of bars and gaps, without the quiet zones. */
function readWidths(digits: string): number[] {
  const { pixels } = drawCode128(digits);
  const bars = pixels.slice(10, -10);
  const widths: number[] = [];
  bars.forEach((pixel, index) => {
    if (index === 0 || pixel !== bars[index - 1]) widths.push(1);
    else widths[widths.length - 1] = (widths.at(-1) ?? 0) + 1;
  });
  return widths;
}

describe('the barcode of a form', () => {
  it('is start C, the pairs, the check symbol and the stop, as the standard draws them', () => {
    // 12 34 56: 105 + 1 × 12 + 2 × 34 + 3 × 56 = 353, and 353 mod 103 = 44.
    expect(readWidths('123456').join('')).toBe(
      ['211232', '112232', '131123', '331121', '132131', '2331112'].join(''),
    );
  });

  it('draws a hundred different pairs, each of eleven modules with an even number of black ones', () => {
    const drawn = Array.from({ length: 100 }, (_none, pair) =>
      readWidths(String(pair).padStart(2, '0')).slice(6, 12),
    );
    expect(new Set(drawn.map(String)).size).toBe(100);
    for (const widths of drawn) {
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(11);
      expect(((widths[0] ?? 0) + (widths[2] ?? 0) + (widths[4] ?? 0)) % 2).toBe(0);
    }
  });

  it('keeps ten white modules on both sides, and refuses what it cannot draw', () => {
    const { pixels } = drawCode128('00');
    expect([...pixels.slice(0, 10), ...pixels.slice(-10)]).toEqual(Array(20).fill(255));
    for (const wrong of ['', '1', '12a4']) expect(() => drawCode128(wrong)).toThrow('digits');
  });

  it('gives every version a number that reads back, and catches every slip of one digit or one swap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), fc.nat(11), fc.nat(8), (id, at, by) => {
        const number = formatFormNumber(id);
        expect(readFormNumber(` ${number} `)).toBe(id);
        const slipped = [...number];
        slipped[at] = String((Number(slipped[at]) + 1 + by) % 10);
        expect(readFormNumber(slipped.join(''))).toBeNull();
        if (at === 11 || number[at] === number[at + 1]) return;
        const swapped = [...number];
        [swapped[at], swapped[at + 1]] = [number[at + 1] ?? '', number[at] ?? ''];
        expect(readFormNumber(swapped.join(''))).toBeNull();
      }),
      { numRuns: 500 },
    );
    for (const wrong of ['', '1', '000000000000', "1'--"]) expect(readFormNumber(wrong)).toBeNull();
  });
});
