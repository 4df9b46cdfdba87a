import { parseArgs } from 'node:util';
import { MAX_REASON } from '../domain/officers/reason.form';
import { say } from '../infrastructure/language/say';

/** The words of an act that is written down: its reason, its values by flag, and what stands alone. */
export interface ActWords {
  /** '' where none was given. */
  readonly reason: string;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads the words of an act; null with flags that are not among `flags`, or `dryFlag`, which stands alone. */
export function readActWords(
  args: readonly string[],
  flags: readonly string[] = [],
  dryFlag: string | null = null,
): ActWords | null {
  const options: Record<string, { readonly type: 'string' | 'boolean' }> = Object.fromEntries(
    ['reason', ...flags].map((flag) => [flag, { type: 'string' as const }]),
  );
  if (dryFlag !== null) options[dryFlag] = { type: 'boolean' };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    const texts = Object.entries(values).map(([name, value]) => [name, String(value)]);
    const { reason = '', ...others }: ActWords['values'] = Object.fromEntries(texts);
    return { reason: reason.trim(), values: others, positionals };
  } catch {
    return null;
  }
}

/** Says so where a reason is longer than a page takes. @returns whether it is */
export function isLongReason(print: (line: string) => void, reason: string): boolean {
  if ([...reason].length <= MAX_REASON) return false;
  print(say`--reason is longer than ${MAX_REASON} signs`);
  return true;
}

/** Says what is wrong where an act has no reason, or a longer one than a page takes. @returns whether something is */
export function lacksReason(print: (line: string) => void, { reason }: ActWords): boolean {
  if (reason !== '') return isLongReason(print, reason);
  print(
    say`--reason is missing: every act is written down with its reason, e.g. --reason "power cut in 410122"`,
  );
  return true;
}
