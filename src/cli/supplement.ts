import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { getActiveRulePack } from '../domain/rule-packs/rule-pack.repository';
import { deriveSupplement, type Supplement } from '../domain/supplements/derive-supplement';
import { parseMinute } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { listPackFaults } from '../rules/pack-checks/check-rule-pack';
import { areHours } from '../rules/windows/sessions';
import type { CommandContext } from './command';

/** When a 征集 may be filed and by whom, as words of a command. */
export const settingOptions = {
  from: { type: 'string' },
  until: { type: 'string' },
  daily: { type: 'string' },
  line: { type: 'string', multiple: true, default: [] as string[] },
  list: { type: 'string' },
  anybody: { type: 'boolean', default: false },
} as const;

interface SettingWords {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly daily?: string | undefined;
  readonly line: readonly string[];
  readonly list?: string | undefined;
  readonly anybody: boolean;
}

const options = { ...settingOptions, out: { type: 'string' } } as const;

/** A 征集 of a batch as it was typed; null where a word is missing or misshapen. */
export function readSettings(
  tracks: Parameters<typeof readLines>[0],
  base: string,
  { from = '', until = '', daily, line, list, anybody }: SettingWords,
): Supplement | null {
  const [opensAt, closesAt] = [parseMinute(from), parseMinute(until)];
  const [, start = '', end = ''] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(daily ?? '') ?? [];
  const hours = { from: start, until: end };
  const lines = readLines(tracks, line);
  if (opensAt === null || closesAt === null || opensAt >= closesAt || lines === null) return null;
  if (daily !== undefined && !areHours(hours)) return null;
  return {
    base,
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
    ...(daily !== undefined && { dailyHours: hours }),
    freeOnly: !anybody,
    ...(list !== undefined && { qualification: list }),
    lines,
  };
}

/** Reads the words of a 征集; null where one is missing or misshapen. */
function readWords(
  tracks: Parameters<typeof readLines>[0],
  args: readonly string[],
): { readonly supplement: Supplement; readonly out: string } | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [batch, ...rest] = positionals;
    const { out } = values;
    if (batch === undefined || rest.length > 0 || out === undefined) return null;
    const supplement = readSettings(tracks, batch, values);
    return supplement === null ? null : { supplement, out };
  } catch {
    return null;
  }
}

/** Lines by code or name of a 科类: `物理类=419`. Null where one is of no 科类, twice of one, or no score. */
function readLines(
  tracks: readonly { readonly code: string; readonly name: string }[],
  typed: readonly string[],
): Supplement['lines'] | null {
  const lines = typed.map((text) => {
    const [, name = '', score = ''] = /^(.+)=(\d{1,3}(?:\.\d{1,2})?)$/.exec(text) ?? [];
    const track = tracks.find((one) => one.code === name || one.name === name)?.code;
    return track === undefined ? null : { track, score: Number(score) };
  });
  const known = lines.filter((line) => line !== null);
  const isOne = new Set(known.map(({ track }) => track)).size === known.length;
  return known.length === typed.length && isOne ? known : null;
}

/**
 * Writes the next version of the pack in force, with a 征集 of one batch, into a file: checked, and put in force as any
 * other by `rule-pack activate`. `import plans --supplement` makes one with plan and window in one act. @returns the exit code
 */
export async function supplement({ db, print }: CommandContext, args: readonly string[]): Promise<number> {
  const active = await getActiveRulePack(db);
  const words = readWords(active.tracks, args);
  if (words === null) {
    print(say`rule-pack: a supplement needs a batch, --from and --until, --line "track=score" and --out`);
    return 2;
  }
  const derived = deriveSupplement(active, words.supplement);
  if (derived === null) {
    print(say`rule-pack: the pack has no batch ${words.supplement.base}`);
    return 1;
  }
  const faults = listPackFaults(derived.pack);
  for (const { path, code, value } of faults) print(`${path}: ${code} (${value})`);
  if (faults.length > 0) return 1;
  try {
    // A file that is there already is somebody's.
    await writeFile(words.out, `${JSON.stringify(derived.pack, null, 2)}\n`, { flag: 'wx' });
  } catch {
    print(say`rule-pack: ${words.out} cannot be written, or is there already`);
    return 1;
  }
  print([derived.batch.code, derived.batch.name].join('\t'));
  print(say`rule-pack: ${words.out} is written; next: activate it, import the places left, open the window`);
  return 0;
}
