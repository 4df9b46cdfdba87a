import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import { listStoredWindows, lockWindows } from '../batches/stored-window.repository';
import { auditAct, type OfficerActAuthor } from '../officers/act-author';
import { getActiveRulePack } from '../rule-packs/rule-pack.repository';
import { removeSupplement } from './derive-supplement';
import { putVersionInForce } from './make-supplement';
import {
  deleteBatchPlan,
  deleteBatchWindows,
  findNextVersion,
  hasFilings,
  lockMadeSupplement,
  markUndone,
} from './supplement.repository';

export type UndoRefusal =
  | 'undone'
  /** Its window has opened: somebody may have filed. */
  | 'opened'
  /** Another pack is in force, or one that does not have the batch any more. */
  | 'otherPack';

/**
 * Takes a 征集 back before its window opens, in the transaction of its caller: the next version of the pack in force
 * does not have it, its window and its plan are gone. Whatever else was changed since stays.
 */
export async function undoSupplement(
  transaction: Knex.Transaction,
  author: OfficerActAuthor,
  id: number,
  now: Date,
): Promise<UndoRefusal | null> {
  await lockWindows(transaction);
  const made = await lockMadeSupplement(transaction, id);
  if (made === null) throw new AppError('notFound', 404);
  if (made.undoneAt !== null) return 'undone';
  const pack = await getActiveRulePack(transaction);
  const { batch } = made;
  if (pack.code !== made.packCode || !pack.batches.some(({ code }) => code === batch)) return 'otherPack';
  const windows = await listStoredWindows(transaction, pack.code);
  const hasOpened = windows.some((window) => window.batch === batch && window.opensAt <= now);
  if (hasOpened || (await hasFilings(transaction, batch))) return 'opened';
  const after = {
    ...removeSupplement(pack, batch),
    version: await findNextVersion(transaction, pack.code),
  };
  const packId = await putVersionInForce(transaction, pack, after);
  await deleteBatchWindows(transaction, pack.code, batch);
  await deleteBatchPlan(transaction, pack.year, batch);
  if ((await markUndone(transaction, id, author.officer.id, author.reason)) !== 1)
    throw new AppError('conflict', 409);
  await auditAct(transaction, author, {
    action: 'undoSupplement',
    subjectKind: 'batch',
    subjectId: batch,
    detail: { base: made.base },
  });
  await auditAct(transaction, author, {
    action: 'activateRulePack',
    subjectKind: 'rulePack',
    subjectId: packId,
    detail: { before: `${pack.code} ${pack.version}`, after: `${after.code} ${after.version}` },
  });
  return null;
}
