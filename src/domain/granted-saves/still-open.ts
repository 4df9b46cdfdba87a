import type { Knex } from 'knex';
import { send } from '../../infrastructure/database/statement';
import type { RulePack } from '../../rules/pack/rule-pack';
import { batchWindowsQuery } from '../batches/window.repository';

/** What a candidate is told of the save: a grant lifts the interval that runs, not those that follow (rules/filing/save-quota). */
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

/** Of the batches of some lists those that may still be filed. */
export async function listOpenBatchesOf(
  db: Knex,
  pack: RulePack,
  lists: readonly { readonly batch: string }[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for (const batch of new Set(lists.map((list) => list.batch)))
    if (await mayStillBeFiled(db, pack.code, batch, now)) open.add(batch);
  return open;
}
