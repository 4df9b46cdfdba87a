import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { countHolders } from '../../domain/granted-saves/holder.repository';
import { mayStillBeFiled } from '../../domain/granted-saves/still-open';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import type { RulePack } from '../../rules/pack/rule-pack';
import { addRow, previewAddition } from './plan-addition';
import { describeChange, namePlanRow } from './plan-change.presenter';
import { insertPlanChange } from './plan-change.repository';
import {
  deletePlanRow,
  findPlanRow,
  lockPlanRow,
  type PlanRow,
  type PlanRowChange,
  updatePlanRow,
} from './plan-row.repository';
import { findAudienceFact, type PlanChangeParts, tellFilers } from './tell-filers';

interface PlanChangePreview {
  readonly row: PlanRow;
  /** Of the plan in which the row stands. */
  readonly year: number;
  /** What changes, in a sentence; '' where nothing does. */
  readonly changes: string;
  /** Lists in force that hold the row. */
  readonly holders: number;
  /** Whether they are given a save: the batch may still be filed. */
  readonly grantsSave: boolean;
  /** Mark of the row as it was seen. */
  readonly seen: string;
}

export const purposeOfPlanChange = (id: number) => `changePlan|${id}`;

async function getRow(within: Knex, id: number): Promise<{ readonly pack: RulePack; readonly row: PlanRow }> {
  const pack = await getActiveRulePack(within);
  const row = await findPlanRow(within, pack.year, id);
  if (row === null) throw notFound();
  return { pack, row };
}

async function look(
  parts: PlanChangeParts,
  within: Knex,
  id: number,
  change: PlanRowChange | null,
): Promise<PlanChangePreview> {
  const { pack, row } = await getRow(within, id);
  return {
    row,
    year: pack.year,
    changes: describeChange(row, change),
    holders: await countHolders(within, { ...row, ...findAudienceFact(pack, row.batch) }),
    grantsSave: await mayStillBeFiled(within, pack.code, row.batch, await parts.clock.now(within)),
    seen: createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 24),
  };
}

/** What a change would do; null withdraws the row. @throws AppError notFound */
function previewChange(
  parts: PlanChangeParts,
  id: number,
  change: PlanRowChange | null,
): Promise<PlanChangePreview> {
  return look(parts, parts.db, id, change);
}

/**
 * Changes or withdraws a row, and tells everyone who filed it; while the batch may still be filed each of them is
 * given one save. The row changes in one transaction; those who filed it are told in steps that can be taken up again.
 * @returns the id of the change
 * @throws AppError notFound; conflict (409) when the row has changed since `seen`, or nothing changes
 */
function changeRow(
  parts: PlanChangeParts,
  author: ActAuthor,
  id: number,
  change: PlanRowChange | null,
  seen: string,
): Promise<number> {
  return parts.db.transaction(async (transaction) => {
    await beginAct(transaction, parts.tokens, author, purposeOfPlanChange(id));
    await lockPlanRow(transaction, id);
    const preview = await look(parts, transaction, id, change);
    if (preview.seen !== seen || preview.changes === '') throw new AppError('conflict', 409);
    const { row, year } = preview;
    const changed =
      change === null ? await deletePlanRow(transaction, id) : await updatePlanRow(transaction, id, change);
    if (changed !== 1) throw new AppError('conflict', 409);
    const changeId = await insertPlanChange(transaction, {
      ...row,
      entryId: id,
      year,
      planName: namePlanRow(row),
      changes: preview.changes,
      before: row,
      after: change,
      grantsSave: preview.grantsSave,
      changedAt: await parts.clock.now(transaction),
    });
    await auditAct(transaction, author, {
      action: change === null ? 'withdrawPlan' : 'changePlan',
      subjectKind: 'plan',
      subjectId: id,
      detail: { batch: row.batch, plan: namePlanRow(row), changes: preview.changes },
    });
    return changeId;
  });
}

export function createPlanChangeService(parts: PlanChangeParts) {
  return {
    ...bindParts(parts, {
      preview: previewChange,
      change: changeRow,
      previewAddition,
      add: addRow,
      tell: tellFilers,
    }),
    /** @throws AppError notFound */
    getRow: async (id: number) => (await getRow(parts.db, id)).row,
  };
}

export type PlanChangeService = ReturnType<typeof createPlanChangeService>;
