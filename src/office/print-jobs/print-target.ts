import type { Batch, RulePack } from '../../rules/pack/rule-pack';

/** What a county prints together: a batch, or all batches of a round, by pupil. */
export interface PrintTarget {
  /** As the page chooses it: the code of a batch, or of a round behind `round:`. */
  readonly value: string;
  readonly name: string;
  readonly batchCode: string | null;
  readonly roundCode: string | null;
  /** In the order of the pack. */
  readonly batches: readonly Batch[];
}

const ROUND = 'round:';

const targetOfBatch = (batch: Batch): PrintTarget => ({
  value: batch.code,
  name: batch.name,
  batchCode: batch.code,
  roundCode: null,
  batches: [batch],
});

/** Rounds that have several batches. */
export function listRoundTargets({ rounds, batches }: RulePack): readonly PrintTarget[] {
  return rounds
    .map(({ code, name }) => ({
      value: `${ROUND}${code}`,
      name,
      batchCode: null,
      roundCode: code,
      batches: batches.filter(({ round }) => round === code),
    }))
    .filter((target) => target.batches.length > 1);
}

/** Every batch by itself. */
export function listBatchTargets({ batches }: RulePack): readonly PrintTarget[] {
  return batches.map(targetOfBatch);
}

/** What was chosen; null where it is nothing of the pack. */
export function findPrintTarget(pack: RulePack, value: string): PrintTarget | null {
  return [...listRoundTargets(pack), ...listBatchTargets(pack)].find((one) => one.value === value) ?? null;
}
