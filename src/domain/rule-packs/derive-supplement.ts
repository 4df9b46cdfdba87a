import type { Batch, Coded, Condition, RulePack } from '../../rules/pack/rule-pack';

/** A 征集 of one batch: who may file it, and when. */
export interface Supplement {
  /** Code of the batch whose places are left. */
  readonly base: string;
  /** ISO 8601 with offset; the end is exclusive. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** The least total score of each 科类, by its code; of others none is asked. */
  readonly lines: readonly { readonly track: string; readonly score: number }[];
}

const HEADING = { code: 'supplementary', name: '征集志愿' } as const;
const FREE = '自由可投';

/** A code that no entry has: itself, or with the first number that is free. */
function findFreeCode(wanted: string, taken: readonly Coded[]): string {
  const isFree = (code: string) => taken.every((one) => one.code !== code);
  if (isFree(wanted)) return wanted;
  let number = 2;
  while (!isFree(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

function ask(tracks: readonly Coded[], { lines }: Supplement): readonly Condition[] {
  const free: Condition = {
    ...{ field: 'fileState', operator: 'equals', value: FREE, severity: 'block' },
    message: `您的档案不是${FREE}状态，不能填报征集志愿`,
  };
  return [
    free,
    ...lines.map(
      ({ track, score }): Condition => ({
        ...{ field: 'totalScore', operator: 'atLeast', value: score, severity: 'block' },
        when: { field: 'track', equals: track },
        message: `您的成绩没有达到${tracks.find(({ code }) => code === track)?.name ?? ''}征集线${score}分，不能填报`,
      }),
    ),
  ];
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
  const code = findFreeCode(`supplementary-${base.code}`, pack.batches);
  const number = /-(\d+)$/.exec(code.slice(`supplementary-${base.code}`.length))?.[1];
  const name = `${base.name}征集志愿${number === undefined ? '' : `（第${number}次）`}`;
  const round = findFreeCode(code, pack.rounds);
  const batch: Batch = {
    ...base,
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
  const { opensAt, closesAt } = supplement;
  return {
    batch,
    pack: {
      ...pack,
      version: pack.version + 1,
      headings: heading === undefined ? [...pack.headings, { ...HEADING, note: null }] : pack.headings,
      rounds: [...pack.rounds, { code: round, name, opensAt, closesAt }],
      batches: [...pack.batches, batch],
    },
  };
}
