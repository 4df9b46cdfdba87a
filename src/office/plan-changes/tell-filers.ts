import type { Knex } from 'knex';
import { grantSaves, listHolders } from '../../domain/granted-saves/holder.repository';
import { SAVE_GRANTED } from '../../domain/granted-saves/still-open';
import { tellMany } from '../../domain/messages/tell-many';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { type Clock, wallClock } from '../../infrastructure/clock';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findBatch, quotaGroupCode } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import { lockUnfinishedChange, recordTold } from './plan-change.repository';

const STEP = 2000;
/** A page is not waited for longer than this; the rest goes on with 继续通知. */
const BUDGET_MS = 8000;

export interface PlanChangeParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
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
    await recordTold(transaction, changeId, { told: holders.length, last, finished });
    return finished;
  });
}

/** Goes on telling, for some seconds at most. @returns whether all have been told */
export async function tellFilers(parts: PlanChangeParts, changeId: number): Promise<boolean> {
  const until = wallClock() + BUDGET_MS;
  while (wallClock() < until) if (await tellNext(parts, changeId)) return true;
  return false;
}

/** The fact that narrows the plan of a batch to an audience. */
export function findAudienceFact(pack: RulePack, batch: string): { readonly audienceFact: string | null } {
  return { audienceFact: findBatch(pack, batch)?.planAudienceFact ?? null };
}
