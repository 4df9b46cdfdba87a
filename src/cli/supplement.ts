import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deriveSupplement, type Supplement } from '../domain/rule-packs/derive-supplement';
import { getActiveRulePack } from '../domain/rule-packs/rule-pack.repository';
import { parseMinute } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { listPackFaults } from '../rules/pack-checks/check-rule-pack';
import type { CommandContext } from './command';

/** Words of `rule-pack supplement`; `lines` as they were typed. */
interface SupplementWords {
  readonly batch: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly lines: readonly string[];
  readonly out: string;
}

const options = {
  from: { type: 'string' },
  until: { type: 'string' },
  line: { type: 'string', multiple: true, default: [] as string[] },
  out: { type: 'string' },
} as const;

/** Reads the words of a 征集; null where one is missing or misshapen. */
function readWords(args: readonly string[]): SupplementWords | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [batch, ...rest] = positionals;
    const [opensAt, closesAt] = [parseMinute(values.from ?? ''), parseMinute(values.until ?? '')];
    const { line: lines, out } = values;
    const isWhole = batch !== undefined && rest.length === 0 && out !== undefined;
    if (!isWhole || opensAt === null || closesAt === null || opensAt >= closesAt) return null;
    return { batch, opensAt, closesAt, lines, out };
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
 * other by `rule-pack activate`. @returns the exit code
 */
export async function supplement({ db, print }: CommandContext, args: readonly string[]): Promise<number> {
  const words = readWords(args);
  const active = await getActiveRulePack(db);
  const lines = words === null ? null : readLines(active.tracks, words.lines);
  if (words === null || lines === null) {
    print(say`rule-pack: a supplement needs a batch, --from and --until, --line "track=score" and --out`);
    return 2;
  }
  const [opensAt, closesAt] = [words.opensAt.toISOString(), words.closesAt.toISOString()];
  const derived = deriveSupplement(active, { base: words.batch, opensAt, closesAt, lines });
  if (derived === null) {
    print(say`rule-pack: the pack has no batch ${words.batch}`);
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
