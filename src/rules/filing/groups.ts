import type { Batch, RulePack } from '../pack/rule-pack';

/** The batch of a code; null when the pack has none. */
export function findBatch(pack: RulePack, batchCode: string): Batch | null {
  return pack.batches.find(({ code }) => code === batchCode) ?? null;
}

function listGroup(
  pack: RulePack,
  batchCode: string,
  by: 'exclusiveGroup' | 'abandonGroup',
): readonly Batch[] {
  const batch = findBatch(pack, batchCode);
  if (batch === null) return [];
  const group = batch[by];
  return group === null ? [batch] : pack.batches.filter((other) => other[by] === group);
}

/** The batches that overwrite each other with this one, itself included, in the order of the pack (M8, M9). */
export function listExclusiveGroup(pack: RulePack, batchCode: string): readonly Batch[] {
  return listGroup(pack, batchCode, 'exclusiveGroup');
}

/** The batches given up together with this one, itself included, in the order of the pack (M9, M10). */
export function listAbandonGroup(pack: RulePack, batchCode: string): readonly Batch[] {
  return listGroup(pack, batchCode, 'abandonGroup');
}

/** Under which code saves are counted and locked: the exclusive group, or the batch alone (M8). */
export function quotaGroupCode(batch: Pick<Batch, 'code' | 'exclusiveGroup'>): string {
  return batch.exclusiveGroup ?? batch.code;
}

/** Under which code a batch is given up: the abandon group, or the batch alone (M9). */
export function abandonGroupCode(batch: Pick<Batch, 'code' | 'abandonGroup'>): string {
  return batch.abandonGroup ?? batch.code;
}

/**
 * The batch whose saved list a save of `batch` would overwrite, to be named on the 是/否 page (M8); null when
 * it overwrites none. `savedBatch` is the current batch of the quota group, null while nothing is saved.
 */
export function checkOverwrite(pack: RulePack, batch: Batch, savedBatch: string | null): Batch | null {
  if (savedBatch === null || savedBatch === batch.code) return null;
  const saved = findBatch(pack, savedBatch);
  return saved !== null && quotaGroupCode(saved) === quotaGroupCode(batch) ? saved : null;
}
