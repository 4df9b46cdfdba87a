import { randomInt } from 'node:crypto';

const DIGITS = '零一二三四五六七八九';

/** 37 → 三十七; 11 to 99. */
function nameNumber(number: number): string {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones === 0 ? '' : DIGITS[ones]}`;
}

/** A sum in words, which a screen reader reads aloud; the answer has two digits. */
export function createQuestion(): { readonly question: string; readonly answer: string } {
  const one = randomInt(21, 50);
  const other = randomInt(11, 50);
  if (randomInt(2) === 0 || one - other < 10)
    return { question: `${nameNumber(one)}加上${nameNumber(other)}等于多少？`, answer: String(one + other) };
  return { question: `${nameNumber(one)}减去${nameNumber(other)}等于多少？`, answer: String(one - other) };
}
