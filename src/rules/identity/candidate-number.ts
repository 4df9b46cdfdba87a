import { foldNumber } from './typed-text';

/** A typed 考生号 in its normal form; blanks, marks that nobody sees and full width are forgiven. Not checked. */
export function normaliseCandidateNumber(typed: string): string {
  return foldNumber(typed);
}

/** Whether a 考生号 in normal form can exist: 14 digits. */
export function isCandidateNumber(text: string): boolean {
  return /^\d{14}$/.test(text);
}
