export type PhoneFault = 'empty' | 'malformed' | 'notAllowed';

/** A typed number in its normal form of 11 digits: full width, blanks, dashes and +86 taken out. Not checked. */
export function normalisePhone(typed: string): string {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\u2212()·.]/gu, '')
    .replace(/^(\+|00)(?=86)/, '');
  return /^861\d{10}$/.test(digits) ? digits.slice(2) : digits;
}

/**
 * Why a number in normal form cannot be bound (manual, figure 25; M15); null when it can. `prefixes` is the pack's
 * list for a province that takes its own numbers only; empty lets every mainland mobile number in.
 *
 * Worked cases: 15900000845: none; 1590000084: malformed; 12900000845: malformed (no mobile number); with prefixes
 * 1590: 15900000845: none, 13800000845: notAllowed.
 */
export function findPhoneFault(phone: string, prefixes: readonly string[]): PhoneFault | null {
  if (phone === '') return 'empty';
  if (!/^1[3-9]\d{9}$/.test(phone)) return 'malformed';
  const allowed = prefixes.length === 0 || prefixes.some((prefix) => phone.startsWith(prefix));
  return allowed ? null : 'notAllowed';
}
