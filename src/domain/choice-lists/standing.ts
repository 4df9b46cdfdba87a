import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import { referenceHold } from '../../infrastructure/database/reference-watch';
import { sendInOrder } from '../../infrastructure/database/statement';
import { type BatchStanding, type GroupRecord, getBatchStanding } from '../../rules/filing/batch-standing';
import { abandonGroupCode, listClosedGroups, quotaGroupCode } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';
import { type BatchCalendar, createBatchCalendar } from '../batches/batch-calendar';
import { batchWindowsQuery } from '../batches/window.repository';
import { type CandidateRecord, candidateLock, candidateQuery } from '../candidates/candidate.repository';
import { toFacts } from '../candidates/candidate-facts';
import type { PlanScope } from '../enrolment-plan/plan-catalogue';
import {
  type ApplicationGroup,
  findGroupIn,
  type GroupCodes,
  groupsQuery,
  type HeldList,
  listGroups,
} from './application.repository';
import { listDraftBatches } from './draft.repository';

/** The rows that the standings of all batches are read from. */
export interface AllStandingRows {
  readonly now: Date;
  readonly groups: readonly ApplicationGroup[];
  /** Codes of batches with a draft. */
  readonly drafts: readonly string[];
}

interface BatchWithStanding {
  readonly batch: Batch;
  readonly standing: BatchStanding;
}

export async function readStandingRows(
  db: Knex,
  clock: Clock,
  candidateId: number,
): Promise<AllStandingRows> {
  const [now, groups, drafts] = await Promise.all([
    clock.now(db),
    listGroups(db, candidateId),
    listDraftBatches(db, candidateId),
  ]);
  return { now, groups, drafts };
}

/** Every batch of the pack as it stands for one candidate at one instant. */
export async function listStandings(
  db: Knex,
  clock: Clock,
  calendar: BatchCalendar,
  candidate: CandidateRecord,
): Promise<{ now: Date; standings: readonly BatchWithStanding[] }> {
  const rows = await readStandingRows(db, clock, candidate.id);
  return { now: rows.now, standings: standingsOf(calendar, candidate, rows) };
}

/** The same from what was read already. */
export function standingsOf(
  calendar: BatchCalendar,
  candidate: CandidateRecord,
  { now, groups, drafts }: AllStandingRows,
): readonly BatchWithStanding[] {
  const facts = toFacts(candidate);
  return calendar.pack.batches.map((batch) => ({
    batch,
    standing: getBatchStanding({
      ...describeBatch(calendar, batch, groups),
      facts,
      group: withFreeze(findGroupIn(groups, groupCodesOf(batch)), candidate),
      hasDraft: drafts.includes(batch.code),
      now,
    }),
  }));
}

/** What a pack and its calendar say of a batch beside the groups of a candidate. */
function describeBatch(calendar: BatchCalendar, batch: Batch, held: readonly HeldList[]) {
  const { pack } = calendar;
  return {
    pack,
    batch,
    windows: calendar.listWindows(batch.code),
    audiences: calendar.listAudiences(batch.code),
    excluded: listClosedGroups(pack, batch, held).map((one) => ({
      batch: one.batch,
      windows: calendar.listWindows(one.batch.code),
      confirmed: one.group.confirmed,
    })),
  };
}

/** The rows that a standing is read from. */
interface StandingRows {
  readonly now: Date;
  /** Of the batch. */
  readonly group: ApplicationGroup | null;
  /** Every group of the candidate. */
  readonly held: readonly HeldList[];
}

/** One batch as it stands at an instant, with the rows that it was read from. */
interface FoundStanding extends StandingRows {
  readonly standing: BatchStanding;
}

/** One batch as it stands for a candidate, with its group's row. */
export async function findStanding(
  db: Knex,
  clock: Clock,
  calendar: BatchCalendar,
  candidate: CandidateRecord,
  batch: Batch,
): Promise<FoundStanding> {
  const [now, held] = await Promise.all([clock.now(db), listGroups(db, candidate.id)]);
  return standingOf(calendar, candidate, batch, { now, group: findGroupIn(held, groupCodesOf(batch)), held });
}

/** The same from what was read already. */
export const standingOf = (
  calendar: BatchCalendar,
  candidate: CandidateRecord,
  batch: Batch,
  { now, group, held }: StandingRows,
): FoundStanding => ({
  ...{ now, group, held },
  standing: computeStanding(calendar, candidate, batch, { now, group, held }),
});

/** What memory holds of the pack, and the version of the reference at which it was looked at. */
interface SeenPack {
  readonly pack: RulePack;
  readonly version: number;
}

/** A standing under the candidate's lock, with the candidate as they are under it. */
interface HeldStanding extends FoundStanding {
  readonly candidate: CandidateRecord;
}

/**
 * One batch as it stands for a candidate whose row is locked from here on. Windows move while they run, freezes come
 * in between, lists of eligibility are imported: all are read again, not taken from memory, and pack and plan in memory
 * are what stands in the tables until the transaction ends.
 * @throws ReferenceChanged where memory is behind; `inStep` asks again
 */
export async function findStandingForChange(
  transaction: Knex.Transaction,
  clock: Clock,
  seen: SeenPack,
  { id }: Pick<CandidateRecord, 'id'>,
  batch: Batch,
): Promise<HeldStanding> {
  const [, , , candidate, windows, now, held] = await sendInOrder(
    transaction,
    listStandingQueries(clock, seen, id, batch),
  );
  return toHeldStanding(seen, batch, { candidate, windows, now, held });
}

/**
 * What a change is decided by, in the order in which it is asked: first the candidate's lock, so that all behind it is
 * what the lock waited for; then the hold on the reference, so that whoever waits for a candidate keeps no change of
 * the plan waiting; then the readings.
 */
function listStandingQueries(clock: Clock, { pack, version }: SeenPack, candidateId: number, batch: Batch) {
  return [
    candidateLock(candidateId),
    ...referenceHold(version),
    candidateQuery(candidateId),
    batchWindowsQuery(pack.code, batch.code),
    clock.query,
    groupsQuery(candidateId),
  ] as const;
}

/** What the standing queries were answered with. */
interface FoundState {
  readonly candidate: CandidateRecord | null;
  readonly windows: readonly Window[];
  readonly now: Date;
  readonly held: readonly ApplicationGroup[];
}

/** The standing that the queries were answered with. */
function toHeldStanding(
  { pack }: SeenPack,
  batch: Batch,
  { candidate, windows, now, held }: FoundState,
): HeldStanding {
  if (candidate === null) throw new Error('the candidate whose row was locked does not exist');
  const calendar = createBatchCalendar(pack, windows);
  const group = findGroupIn(held, groupCodesOf(batch));
  return { ...standingOf(calendar, candidate, batch, { now, group, held }), candidate };
}

/** One batch as it stands at an instant, by what was read of the candidate's groups. */
export function computeStanding(
  calendar: BatchCalendar,
  candidate: CandidateRecord,
  batch: Batch,
  { now, group, held }: StandingRows,
): BatchStanding {
  return getBatchStanding({
    ...describeBatch(calendar, batch, held),
    facts: toFacts(candidate),
    group: withFreeze(group, candidate),
    hasDraft: false,
    now,
  });
}

/** The codes of a batch's groups. */
export function groupCodesOf(batch: Batch): GroupCodes {
  return { quota: quotaGroupCode(batch), abandon: abandonGroupCode(batch) };
}

const NOTHING_SAVED = { savedBatch: null, savesUsed: 0, lastSavedAt: null, abandoned: false } as const;

/** A candidate is frozen whole, whatever the group. */
function withFreeze(group: ApplicationGroup | null, { frozenAt }: CandidateRecord): GroupRecord | null {
  const frozen = frozenAt !== null;
  return group === null && !frozen ? null : { ...(group ?? NOTHING_SAVED), frozen };
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
