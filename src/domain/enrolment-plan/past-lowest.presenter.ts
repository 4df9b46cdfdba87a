import type { PastLowest } from './past-lowest';

/** 2025年最低514分，位次60211; what was not published is left out. */
export function presentPastLowest(past: PastLowest | null): string {
  if (past === null) return '';
  const { year, score, rank } = past;
  const parts = [score === null ? '' : `${score}分`, rank === null ? '' : `位次${rank}`];
  return `${year}年最低${parts.filter((part) => part !== '').join('，')}`;
}
