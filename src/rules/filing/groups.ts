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

/** The batches that share their saves and overwrite each other, itself included, in the order of the pack (M8, M9). */
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

/** The batches that may not be in force together with this one: those of its group, and those it excludes by pairs. */
export function listExcludedBatches(pack: RulePack, batch: Batch): readonly Batch[] {
  const group = new Set(listExclusiveGroup(pack, batch.code).map(({ code }) => code));
  return pack.batches.filter(
    ({ code }) => code !== batch.code && (group.has(code) || batch.excludes?.includes(code) === true),
  );
}

/** What a quota group of a candidate holds, as far as batches of other groups are concerned by it. */
export interface HeldGroup {
  readonly group: string;
  readonly savedBatch: string | null;
  /** Whether an abandon group of this code is given up. */
  readonly abandoned: boolean;
  /** Whether the list in force was confirmed finally. */
  readonly confirmed: boolean;
}

/**
 * Which groups of a candidate hold a list that a save of `batch` closes, as the two exclude each other by a pair: in the
 * order of their codes, which is the order in which they are locked. What is given up is not in force any more.
 */
export function listClosedGroups<Group extends HeldGroup>(
  pack: RulePack,
  batch: Batch,
  held: readonly Group[],
): readonly { readonly batch: Batch; readonly group: Group }[] {
  const { excludes = [] } = batch;
  return held
    .flatMap((group) => {
      const saved = group.savedBatch === null ? null : findBatch(pack, group.savedBatch);
      if (saved === null || !excludes.includes(saved.code)) return [];
      const given = held.some((one) => one.abandoned && one.group === abandonGroupCode(saved));
      return given ? [] : [{ batch: saved, group }];
    })
    .toSorted((one, other) => (one.group.group < other.group.group ? -1 : 1));
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
