import type { Knex } from 'knex';
import { send } from '../../infrastructure/database/statement';
import type { RulePack } from '../../rules/rule-pack';
import { batchWindowsQuery } from '../batches/window.repository';
import { grantOneSaveEach } from './holder.repository';

/** The owner of a filed list that a change concerns. */
interface ListOwner {
  readonly candidateId: number;
  /** Quota group of the list. */
  readonly group: string;
  readonly batch: string;
}

/** What a candidate is told of the save: a grant lifts the interval that runs, not those that follow (rules/save-quota). */
export const SAVE_GRANTED =
  '填报时间内，您可以再保存一次，不占用原有的保存次数；本通知后的第一次保存不受保存间隔的限制。';

/** Whether a batch may be filed still: a window of it has not ended. */
export async function mayStillBeFiled(
  db: Knex,
  packCode: string,
  batch: string,
  now: Date,
): Promise<boolean> {
  const windows = await send(db, batchWindowsQuery(packCode, batch));
  return windows.some(({ closesAt }) => closesAt.getTime() > now.getTime());
}

/**
 * Gives one save (rules/save-quota) to each owner whose batch may still be filed.
 * @returns the batches for which it was given
 */
export async function grantSavesWhileOpen(
  transaction: Knex.Transaction,
  pack: RulePack,
  owners: readonly ListOwner[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const batches = new Set<string>();
  for (const batch of new Set(owners.map((owner) => owner.batch)))
    if (await mayStillBeFiled(transaction, pack.code, batch, now)) batches.add(batch);
  const granted = owners.filter(({ batch }) => batches.has(batch));
  if (granted.length > 0) await grantOneSaveEach(transaction, granted, now);
  return batches;
}
