import type { Knex } from 'knex';
import { findBatch } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import { listPackFaults } from '../../rules/pack-checks/check-rule-pack';
import { listSupplementFaults, type SupplementFault } from '../../rules/windows/check-supplement';
import { listStoredWindows } from '../batches/stored-window.repository';
import { deriveSupplement, isSupplementOf, type Supplement } from './derive-supplement';
import { findNextVersion } from './supplement.repository';

/** The pack that a 征集 makes, and the batch in it. */
export interface PlannedSupplement {
  readonly settings: Supplement;
  readonly before: RulePack;
  readonly base: Batch;
  readonly pack: RulePack;
  readonly batch: Batch;
}

/** Why there is no 征集: the batch is not of the pack, the times are wrong, or what comes of it is no sound pack. */
export type SupplementRefusal =
  | SupplementFault
  | { readonly field: 'base'; readonly code: 'unknownBatch' | 'packFault'; readonly place?: string };

/** What a 征集 would make of the pack in force, or why it cannot be. */
export async function planSupplement(
  within: Knex,
  before: RulePack,
  supplement: Supplement,
  now: Date,
): Promise<{ readonly planned: PlannedSupplement } | { readonly faults: readonly SupplementRefusal[] }> {
  const base = findBatch(before, supplement.base);
  const derived = deriveSupplement(before, supplement);
  if (base === null || derived === null) return { faults: [{ field: 'base', code: 'unknownBatch' }] };
  const windows = await listStoredWindows(within, before.code);
  const former = windows.filter(
    ({ batch }) => batch === base.code || isSupplementOf(before, batch, base.code),
  );
  const { opensAt, closesAt, dailyHours = null } = supplement;
  const faults = listSupplementFaults(
    { opensAt: new Date(opensAt), closesAt: new Date(closesAt), dailyHours, former },
    now,
  );
  if (faults.length > 0) return { faults };
  const pack = { ...derived.pack, version: await findNextVersion(within, before.code) };
  const [wrong] = listPackFaults(pack);
  if (wrong !== undefined) return { faults: [{ field: 'base', code: 'packFault', place: wrong.path }] };
  return { planned: { settings: supplement, before, base, pack, batch: derived.batch } };
}
