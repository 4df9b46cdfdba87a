import { parseArgs } from 'node:util';

/** The words of an act that is written down: its reason, its values by flag, and what stands alone. */
export interface ActWords {
  readonly reason: string;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads the words of an act; null without a reason, or with flags that are not among `flags`. */
export function readActWords(args: readonly string[], flags: readonly string[] = []): ActWords | null {
  const options = Object.fromEntries(['reason', ...flags].map((flag) => [flag, { type: 'string' as const }]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    const reason = (values.reason ?? '').trim();
    return reason === '' ? null : { reason, values, positionals };
  } catch {
    return null;
  }
}
