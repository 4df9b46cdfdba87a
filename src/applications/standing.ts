import type { Knex } from 'knex';
import type { BatchCalendar } from '../batches';
import { type CandidateRecord, toFacts } from '../candidates';
import type { Clock } from '../clock';
import type { PlanScope } from '../plans';
import { type BatchStanding, getBatchStanding } from '../rules/batch-standing';
import { quotaGroupCode } from '../rules/groups';
import type { Batch } from '../rules/rule-pack';
import { type ApplicationGroup, findGroup, listGroups } from './application.repository';
import { listDraftBatches } from './draft.repository';

/** Every batch of the pack as it stands for one candidate at one instant. */
export async function listStandings(
  db: Knex,
  clock: Clock,
  calendar: BatchCalendar,
  candidate: CandidateRecord,
): Promise<{ now: Date; standings: readonly { batch: Batch; standing: BatchStanding }[] }> {
  const [now, groups, drafts] = await Promise.all([
    clock.now(db),
    listGroups(db, candidate.id),
    listDraftBatches(db, candidate.id),
  ]);
  const facts = toFacts(candidate);
  const standings = calendar.pack.batches.map((batch) => ({
    batch,
    standing: getBatchStanding({
      pack: calendar.pack,
      batch,
      facts,
      windows: calendar.listWindows(batch.code),
      group: groups.find(({ group }) => group === quotaGroupCode(batch)) ?? null,
      hasDraft: drafts.includes(batch.code),
      now,
    }),
  }));
  return { now, standings };
}

/** One batch as it stands for a candidate, with its group's row. */
export async function findStanding(
  db: Knex,
  clock: Clock,
  calendar: BatchCalendar,
  candidate: CandidateRecord,
  batch: Batch,
): Promise<{ now: Date; group: ApplicationGroup | null; standing: BatchStanding }> {
  const [now, group] = await Promise.all([clock.now(db), findGroup(db, candidate.id, quotaGroupCode(batch))]);
  const standing = getBatchStanding({
    pack: calendar.pack,
    batch,
    facts: toFacts(candidate),
    windows: calendar.listWindows(batch.code),
    group,
    hasDraft: false,
    now,
  });
  return { now, group, standing };
}

/** The part of the plan that a candidate chooses from in a batch: by 科类, and by audience where the batch has one. */
export function planScopeOf(batch: Batch, candidate: CandidateRecord): PlanScope {
  const audience = batch.planAudienceFact === null ? '' : toFacts(candidate)[batch.planAudienceFact];
  return {
    batch: batch.code,
    track: candidate.track,
    audience: typeof audience === 'string' ? audience : '',
  };
}
