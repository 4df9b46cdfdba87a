import { parseArgs } from 'node:util';
import { say } from '../say';

/** The words of an act that is written down: its reason, its values by flag, and what stands alone. */
export interface ActWords {
  /** '' where none was given. */
  readonly reason: string;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads the words of an act; null with flags that are not among `flags`. */
export function readActWords(args: readonly string[], flags: readonly string[] = []): ActWords | null {
  const options = Object.fromEntries(['reason', ...flags].map((flag) => [flag, { type: 'string' as const }]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    return { reason: (values.reason ?? '').trim(), values, positionals };
  } catch {
    return null;
  }
}

/** Says what is missing where an act has no reason. @returns whether it has none */
export function lacksReason(print: (line: string) => void, { reason }: ActWords): boolean {
  if (reason !== '') return false;
  print(
    say`--reason is missing: every act is written down with its reason, e.g. --reason "power cut in 410122"`,
  );
  return true;
}
