import { foldTyped } from './typed-text';

/** `foreign`: of another country, or of Hongkong, Macao or Taiwan; no message of ours reaches it. */
export type PhoneFault = 'empty' | 'malformed' | 'foreign' | 'notAllowed';

/**
 * A typed number in its normal form: 11 digits where it is a mainland mobile number, however it was written; another
 * country's keeps its + before it. Not checked.
 *
 * Worked cases: +86 138-0013-8000, 0086 13800138000, 8613800138000, (+86)138 0013 8000, 013800138000 and the number
 * between marks that nobody sees are all 13800138000; 00852 9123 4567 is +85291234567.
 */
export function normalisePhone(typed: string): string {
  const digits = foldTyped(typed)
    .replace(/[\s\p{Pd}\u2212()[\]·•./'_]/gu, '')
    .normalize('NFKC')
    .replace(/^(?:\+|00)+/, '+');
  const own = /^(?:\+?86)?0?(1\d{10})$/.exec(digits);
  return own?.[1] ?? digits;
}

/**
 * Why a number in normal form cannot be bound (manual, figure 25; M15); null when it can. Every block that is in use or
 * kept in reserve from 130 to 199 is let in. `prefixes` is the pack's list for a province that takes its own numbers
 * only; empty lets every mainland mobile number in.
 *
 * Worked cases: 15900000845 and 19200001234: none; 1590000084: malformed; 12900000845: malformed (no mobile number);
 * +85291234567: foreign; with prefixes 1590: 15900000845: none, 13800000845: notAllowed.
 */
export function findPhoneFault(phone: string, prefixes: readonly string[]): PhoneFault | null {
  if (phone === '') return 'empty';
  if (phone.startsWith('+')) return 'foreign';
  if (!/^1[3-9]\d{9}$/.test(phone)) return 'malformed';
  const allowed = prefixes.length === 0 || prefixes.some((prefix) => phone.startsWith(prefix));
  return allowed ? null : 'notAllowed';
}
