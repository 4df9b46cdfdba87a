import type { PackFault } from './pack-faults';
import type { Batch, RulePack } from './rule-pack';

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

/** Members of one exclusive group share one count of saves, so they must count alike (M8). */
function checkSharedQuota(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  if (batch.exclusiveGroup === null) return [];
  const members = pack.batches.filter(({ exclusiveGroup }) => exclusiveGroup === batch.exclusiveGroup);
  return members
    .slice(0, 1)
    .flatMap((first) =>
      (['maxSaves', 'cooldownMinutes'] as const)
        .filter((key) => batch[key] !== first[key])
        .map((key): PackFault => ({ path: `${path}.${key}`, code: 'groupQuotaDiffers', value: batch[key] })),
    );
}

/** Inconsistencies of the groups a batch belongs to. */
export function listGroupFaults(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  return [
    ...checkMembership(path, batch, pack, 'exclusiveGroup'),
    ...checkMembership(path, batch, pack, 'abandonGroup'),
    ...checkSharedQuota(path, batch, pack),
  ];
}
