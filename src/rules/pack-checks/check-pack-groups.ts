import { abandonGroupCode } from '../filing/groups';
import { listUnknown, type PackFault } from '../pack/pack-faults';
import type { Batch, RulePack } from '../pack/rule-pack';

function checkMembership(
  path: string,
  batch: Batch,
  pack: RulePack,
  by: 'exclusiveGroup' | 'abandonGroup',
): readonly PackFault[] {
  const group = batch[by];
  if (group === null) return [];
  const at = { path: `${path}.${by}`, value: group };
  const faults: PackFault[] = [];
  if (pack.batches.filter((other) => other[by] === group).length < 2) {
    faults.push({ ...at, code: 'groupOfOne' });
  }
  if (pack.batches.some(({ code }) => code === group)) faults.push({ ...at, code: 'groupIsBatchCode' });
  return faults;
}

/** Members of one exclusive group share one count of saves and of retractions, so they must count alike (M8). */
function checkSharedQuota(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  if (batch.exclusiveGroup === null) return [];
  const members = pack.batches.filter(({ exclusiveGroup }) => exclusiveGroup === batch.exclusiveGroup);
  return members.slice(0, 1).flatMap((first) =>
    (['maxSaves', 'cooldownMinutes', 'finalConfirmation'] as const)
      .filter((key) => JSON.stringify(batch[key]) !== JSON.stringify(first[key]))
      .map(
        (key): PackFault => ({
          path: `${path}.${key}`,
          code: 'groupQuotaDiffers',
          value: JSON.stringify(batch[key] ?? null),
        }),
      ),
  );
}

/**
 * What is saved is counted by exclusive group and given up by abandon group: batches that overwrite each other are
 * given up together (M9), and a code that names a group of each kind must mean the same batches by it.
 */
function checkGivingUp(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  const { exclusiveGroup, abandonGroup } = batch;
  const first = pack.batches.find((other) => other.exclusiveGroup === exclusiveGroup) ?? batch;
  const given = abandonGroupCode(batch);
  if (exclusiveGroup !== null && abandonGroupCode(first) !== given)
    return [{ path: `${path}.abandonGroup`, code: 'groupSplit', value: given }];
  if (exclusiveGroup === abandonGroup) return [];
  const isOther = (by: 'exclusiveGroup' | 'abandonGroup', group: string | null) =>
    group !== null && pack.batches.some((other) => other[by] === group);
  const at = { code: 'groupOfBothKinds' } as const;
  return [
    ...(isOther('abandonGroup', exclusiveGroup)
      ? [{ ...at, path: `${path}.exclusiveGroup`, value: String(exclusiveGroup) }]
      : []),
    ...(isOther('exclusiveGroup', abandonGroup)
      ? [{ ...at, path: `${path}.abandonGroup`, value: String(abandonGroup) }]
      : []),
  ];
}

/**
 * Pairs that say nothing, or what cannot be. A list that somebody has given up stays so, whatever excludes it; so pairs
 * need not be given up together, as the batches of an exclusive group must.
 */
function checkExclusions(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  const { excludes = [], exclusiveGroup } = batch;
  return [
    ...listUnknown(`${path}.excludes`, excludes, pack.batches),
    ...excludes.flatMap((value, index): readonly PackFault[] => {
      const at = { path: `${path}.excludes.${index}`, value };
      if (value === batch.code) return [{ ...at, code: 'excludesItself' }];
      if (excludes.indexOf(value) !== index) return [{ ...at, code: 'duplicateCode' }];
      const other = pack.batches.find(({ code }) => code === value);
      const together = exclusiveGroup !== null && other?.exclusiveGroup === exclusiveGroup;
      return together ? [{ ...at, code: 'excludedByGroup' }] : [];
    }),
  ];
}

/** Inconsistencies of the groups a batch belongs to. */
export function listGroupFaults(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  return [
    ...checkMembership(path, batch, pack, 'exclusiveGroup'),
    ...checkMembership(path, batch, pack, 'abandonGroup'),
    ...checkSharedQuota(path, batch, pack),
    ...checkGivingUp(path, batch, pack),
    ...checkExclusions(path, batch, pack),
  ];
}
