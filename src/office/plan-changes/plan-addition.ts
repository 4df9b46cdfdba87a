import type { Knex } from 'knex';
import { countHolders } from '../../domain/granted-saves/holder.repository';
import { mayStillBeFiled } from '../../domain/granted-saves/still-open';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { AppError } from '../../infrastructure/errors';
import { describeAddition, namePlanRow } from './plan-change.presenter';
import { insertPlanChange } from './plan-change.repository';
import {
  findSameRow,
  insertPlanRow,
  lockInstitution,
  type NewPlanRow,
  type PlanRow,
} from './plan-row.repository';
import { findAudienceFact, type PlanChangeParts } from './tell-filers';

interface PlanAdditionPreview {
  /** [0001]北京体育大学 [16]马克思主义理论. */
  readonly planName: string;
  readonly institutionName: string;
  /** The row that stands already. */
  readonly same: PlanRow | null;
  readonly holders: number;
  readonly grantsSave: boolean;
}
export const purposeOfAddition = 'addPlan';

async function lookAtAddition(
  parts: PlanChangeParts,
  within: Knex,
  row: NewPlanRow,
): Promise<PlanAdditionPreview> {
  const pack = await getActiveRulePack(within);
  const institutionName = await lockInstitution(within, pack.year, row.institution);
  if (institutionName === null) throw new AppError('conflict', 409);
  return {
    planName: namePlanRow({ ...row, institutionName }),
    institutionName,
    same: await findSameRow(within, pack.year, row),
    holders: await countHolders(within, { ...row, ...findAudienceFact(pack, row.batch) }),
    grantsSave: await mayStillBeFiled(within, pack.code, row.batch, await parts.clock.now(within)),
  };
}

/** What a new row would do. @throws AppError conflict (409): the institution is in no list any more */
export function previewAddition(parts: PlanChangeParts, row: NewPlanRow): Promise<PlanAdditionPreview> {
  return lookAtAddition(parts, parts.db, row);
}

/**
 * Adds a row to the plan in force. Where lists hold its codes, because it was withdrawn before, their owners are told
 * and given a save exactly as for a change.
 * @throws AppError conflict (409): the row stands already, or the institution is in no list any more
 */
export function addRow(
  parts: PlanChangeParts,
  author: ActAuthor,
  row: NewPlanRow,
): Promise<{ readonly changeId: number; readonly planName: string }> {
  return parts.db.transaction(async (transaction) => {
    await beginAct(transaction, parts.tokens, author, purposeOfAddition);
    const { year } = await getActiveRulePack(transaction);
    const { planName, same, holders, grantsSave } = await lookAtAddition(parts, transaction, row);
    if (same !== null) throw new AppError('conflict', 409);
    const entryId = await insertPlanRow(transaction, year, row);
    const changes = describeAddition(holders);
    const changeId = await insertPlanChange(transaction, {
      ...row,
      entryId,
      year,
      planName,
      changes,
      before: null,
      after: row,
      grantsSave,
      changedAt: await parts.clock.now(transaction),
    });
    await auditAct(transaction, author, {
      action: 'addPlan',
      subjectKind: 'plan',
      subjectId: entryId,
      detail: { batch: row.batch, plan: planName, changes },
    });
    return { changeId, planName };
  });
}
