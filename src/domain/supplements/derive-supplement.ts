import type { Cap } from '../../rules/pack/caps';
import type { Batch, Coded, Condition, DailyHours, RulePack } from '../../rules/pack/rule-pack';
import { FREE } from '../candidates/file-state';

/** A 征集 of one batch: who may file it, and when. */
export interface Supplement {
  /** Code of the batch whose places are left. */
  readonly base: string;
  /** ISO 8601 with offset; the end is exclusive. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** Only at these hours of each day can one file; left out, day and night. */
  readonly dailyHours?: DailyHours;
  /** Only whose file is free; left out, they alone. A file that no list has said anything of is free. */
  readonly freeOnly?: boolean;
  /** A list of qualified candidates on which one must stand; left out, none. */
  readonly qualification?: string;
  /** The least total score of each 科类, by its code; of others, and of 0, none is asked. */
  readonly lines: readonly { readonly track: string; readonly score: number }[];
}

const HEADING = { code: 'supplementary', name: '征集志愿' } as const;
const PREFIX = 'supplementary-';

/** A code that no entry has: itself, or with the first number that is free. */
function findFreeCode(wanted: string, taken: readonly Coded[]): string {
  const isFree = (code: string) => taken.every((one) => one.code !== code);
  if (isFree(wanted)) return wanted;
  let number = 2;
  while (!isFree(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

function ask(
  tracks: readonly Coded[],
  { lines, freeOnly = true, qualification }: Supplement,
): readonly Condition[] {
  const free: Condition = {
    ...{ field: 'fileState', operator: 'equals', value: FREE, severity: 'block' },
    message: `您的档案不是${FREE}状态，不能填报征集志愿`,
  };
  const qualified = (value: string): Condition => ({
    ...{ field: 'lists', operator: 'contains', value, severity: 'block' },
    message: `您没有${value}资格，不能填报`,
  });
  return [
    ...(freeOnly ? [free] : []),
    ...(qualification === undefined ? [] : [qualified(qualification)]),
    ...lines
      .filter(({ score }) => score > 0)
      .map(
        ({ track, score }): Condition => ({
          ...{ field: 'totalScore', operator: 'atLeast', value: score, severity: 'block' },
          when: { field: 'track', equals: track },
          message: `您的成绩没有达到${tracks.find(({ code }) => code === track)?.name ?? ''}征集线${score}分，不能填报`,
        }),
      ),
  ];
}

/** Whether a batch of the pack is a 征集 of another, by its code. */
export function isSupplementOf({ batches }: Pick<RulePack, 'batches'>, code: string, base: string): boolean {
  if (!code.startsWith(PREFIX)) return false;
  const rest = code.slice(PREFIX.length);
  if (rest === base) return true;
  return !batches.some((batch) => batch.code === rest) && rest.replace(/-\d+$/, '') === base;
}

/**
 * The next version of a pack, with a 征集 of one of its batches: the form of that batch, with a round, a line and
 * people of its own (whoever is admitted nowhere and reaches the line). It excludes nothing and is given up alone; a
 * second of the same batch gets a number. Null where the pack has no such batch.
 */
export function deriveSupplement(
  pack: RulePack,
  supplement: Supplement,
): { readonly pack: RulePack; readonly batch: Batch } | null {
  const base = pack.batches.find(({ code }) => code === supplement.base);
  if (base === undefined) return null;
  const heading = pack.headings.find(({ name }) => name === HEADING.name);
  const wanted = PREFIX + base.code;
  const code = findFreeCode(wanted, pack.batches);
  const number = /-(\d+)$/.exec(code.slice(wanted.length))?.[1];
  // A batch that is called 第1次志愿 is no 志愿征集志愿.
  const name = `${base.name.replace(/志愿$/, '')}征集志愿${number === undefined ? '' : `（第${number}次）`}`;
  const round = findFreeCode(code, pack.rounds);
  const { excludes: _pairs, ...form } = base;
  const batch: Batch = {
    ...form,
    ...{
      code,
      name,
      round,
      heading: heading?.code ?? HEADING.code,
      exclusiveGroup: null,
      abandonGroup: null,
    },
    source: `由${base.name}派生的征集志愿`,
    eligibility: [...base.eligibility, ...ask(pack.tracks, supplement)],
  };
  const { opensAt, closesAt, dailyHours } = supplement;
  const times = { opensAt, closesAt, ...(dailyHours !== undefined && { dailyHours }) };
  return {
    batch,
    pack: {
      ...pack,
      version: pack.version + 1,
      headings: heading === undefined ? [...pack.headings, { ...HEADING, note: null }] : pack.headings,
      rounds: [...pack.rounds, { code: round, name, ...times }],
      batches: [...pack.batches, batch],
      ...(pack.caps !== undefined && { caps: pack.caps.map((cap) => extendCap(cap, base.code, code)) }),
    },
  };
}

/** What holds in a batch holds in its 征集. */
const extendCap = (cap: Cap, base: string, code: string): Cap =>
  cap.batches?.includes(base) === true ? { ...cap, batches: [...cap.batches, code] } : cap;

/** The pack without a 征集, and without the round and the heading that nothing else has. */
export function removeSupplement(pack: RulePack, code: string): RulePack {
  const gone = pack.batches.find((batch) => batch.code === code);
  const batches = pack.batches.filter((batch) => batch !== gone);
  const has = (key: 'round' | 'heading', value: string) => batches.some((batch) => batch[key] === value);
  return {
    ...pack,
    version: pack.version + 1,
    headings: pack.headings.filter(
      (heading) => heading.code !== gone?.heading || has('heading', heading.code),
    ),
    rounds: pack.rounds.filter((round) => round.code !== gone?.round || has('round', round.code)),
    batches,
    ...(pack.caps !== undefined && {
      caps: pack.caps.map((cap) =>
        cap.batches?.includes(code) === true
          ? { ...cap, batches: cap.batches.filter((batch) => batch !== code) }
          : cap,
      ),
    }),
  };
}
