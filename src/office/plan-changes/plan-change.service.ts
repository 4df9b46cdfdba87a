import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { getActiveRulePack } from '../../domain/batches/rule-pack.repository';
import { mayStillBeFiled, SAVE_GRANTED } from '../../domain/granted-saves/grant-saves';
import { countHolders, grantSaves, listHolders } from '../../domain/granted-saves/holder.repository';
import { tellMany } from '../../domain/messages/tell-many';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { type Clock, wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findBatch, quotaGroupCode } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/rule-pack';
import { describeAddition, describeChange, namePlanRow } from './plan-change.presenter';
import { insertPlanChange, lockUnfinishedChange, noteTold } from './plan-change.repository';
import {
  deletePlanRow,
  findPlanRow,
  findSameRow,
  insertPlanRow,
  lockInstitution,
  lockPlanRow,
  type NewPlanRow,
  type PlanRow,
  type PlanRowChange,
  updatePlanRow,
} from './plan-row.repository';

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

interface PlanAdditionPreview {
  /** [0001]北京体育大学 [16]马克思主义理论. */
  readonly planName: string;
  readonly institutionName: string;
  /** The row that stands already. */
  readonly same: PlanRow | null;
  readonly holders: number;
  readonly grantsSave: boolean;
}

export const purposeOfPlanChange = (id: number) => `changePlan|${id}`;
export const purposeOfAddition = 'addPlan';

const STEP = 2000;
/** A page is not waited for longer than this; the rest goes on with 继续通知. */
const BUDGET_MS = 8000;

interface PlanChangeParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
}

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

/** One step: the next lists of the batch, in a transaction of its own. @returns whether that was the last */
async function tellNext(parts: PlanChangeParts, changeId: number): Promise<boolean> {
  const { db, clock, cipher } = parts;
  return db.transaction(async (transaction) => {
    const change = await lockUnfinishedChange(transaction, changeId);
    if (change === null) return true;
    const pack = await getActiveRulePack(transaction);
    const batch = findBatch(pack, change.batch);
    const sought = { ...change, ...findAudienceFact(pack, change.batch) };
    const { looked, last, holders } = await listHolders(transaction, sought, change.lastCandidateId, STEP);
    if (batch !== null && change.grantsSave)
      await grantSaves(transaction, holders, quotaGroupCode(batch), await clock.now(transaction));
    await tellMany(transaction, cipher, holders, {
      kind: 'planChanged',
      at: change.changedAt,
      values: {
        batch: batch?.name ?? change.batch,
        plan: change.planName,
        changes: change.changes,
        grant: change.grantsSave ? SAVE_GRANTED : '',
      },
    });
    const finished = looked < STEP;
    await noteTold(transaction, changeId, { told: holders.length, last, finished });
    return finished;
  });
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

/** What a new row would do. @throws AppError conflict (409): the institution is in no list any more */
function previewAddition(parts: PlanChangeParts, row: NewPlanRow): Promise<PlanAdditionPreview> {
  return lookAtAddition(parts, parts.db, row);
}

/**
 * Adds a row to the plan in force. Where lists hold its codes, because it was withdrawn before, their owners are told
 * and given a save exactly as for a change.
 * @throws AppError conflict (409): the row stands already, or the institution is in no list any more
 */
function addRow(
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

/** Goes on telling, for some seconds at most. @returns whether all have been told */
async function tellFilers(parts: PlanChangeParts, changeId: number): Promise<boolean> {
  const until = wallClock() + BUDGET_MS;
  while (wallClock() < until) if (await tellNext(parts, changeId)) return true;
  return false;
}

export function createPlanChangeService(parts: PlanChangeParts) {
  return {
    /** @throws AppError notFound */
    getRow: async (id: number) => (await getRow(parts.db, id)).row,
    preview: (id: number, change: PlanRowChange | null) => previewChange(parts, id, change),
    change: (author: ActAuthor, id: number, change: PlanRowChange | null, seen: string) =>
      changeRow(parts, author, id, change, seen),
    previewAddition: (row: NewPlanRow) => previewAddition(parts, row),
    add: (author: ActAuthor, row: NewPlanRow) => addRow(parts, author, row),
    tell: (changeId: number) => tellFilers(parts, changeId),
  };
}

export type PlanChangeService = ReturnType<typeof createPlanChangeService>;

/** The fact that narrows the plan of a batch to an audience. */
function findAudienceFact(pack: RulePack, batch: string): { readonly audienceFact: string | null } {
  return { audienceFact: findBatch(pack, batch)?.planAudienceFact ?? null };
}
