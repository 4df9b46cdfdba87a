import type { Knex } from 'knex';
import type { PlanRows } from '../../domain/enrolment-plan/plan-catalogue';
import { wallClock } from '../../infrastructure/clock';
import { findBatch, listExcludedBatches, quotaGroupCode } from '../../rules/filing/groups';
import { listChangedBatches } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { ConcernedList } from './concerned-list';
import { type BatchOfBoth, judgeLists, type ListFate } from './judge-list';
import {
  countBoth,
  countSavedLists,
  listAbandonedGroups,
  listSavedLists,
  listStillInForce,
  type SavedList,
} from './saved-list.repository';
import { listFallen, listTried, type TriedLists } from './trial.repository';

/** What a pack would make of the lists of one batch. */
interface BatchDryRun {
  readonly batch: string;
  readonly lists: number;
  readonly checked: number;
  /** Lists that conform now and would not, their owner's eligibility included. */
  readonly broken: number;
  /** Lists that conform, and whose owner has already saved as often as the pack would let them, or more often. */
  readonly exhausted: number;
  /** Sentences of what would be wrong, with how many lists, the most frequent first; they name nobody. */
  readonly examples: readonly { readonly text: string; readonly count: number }[];
}

/** What was looked at in memory, beside what a trial has kept. */
interface Looked {
  readonly concerned: readonly ConcernedList[];
  /** Versions. */
  readonly seen: readonly number[];
}

export interface DryRun {
  readonly batches: readonly BatchDryRun[];
  /** Lists in force that the pack could not hold: their batch is gone, or is counted under another group. */
  readonly lost: readonly {
    readonly batch: string;
    readonly why: 'batchGone' | 'groupChanged';
    readonly count: number;
  }[];
  /** Groups that were given up and that the pack does not know: who gave them up could file again. */
  readonly forgottenGroups: readonly string[];
  /** Batches that the pack has exclude each other, and candidates who hold both: both stand until one is saved again. */
  readonly clashing: readonly { readonly batches: readonly [string, string]; readonly count: number }[];
  /** Every list that would be worse off, by batch and owner. */
  readonly concerned: readonly ConcernedList[];
  /** What a trial has kept of lists that stand as they were tried. */
  readonly kept: TriedLists;
  readonly looked: Looked;
  /** Whether every list was looked at: time was left. */
  readonly complete: boolean;
}

interface DryRunTask {
  readonly plan: PlanRows;
  readonly before: RulePack;
  readonly after: RulePack;
  /** What it has tried is not looked at again, where it is as it was. */
  readonly trialId: number | null;
  /** Lists are looked at until then, by `wallClock`. */
  readonly until: number;
  /** What was found a moment ago by the same plan: only lists that were saved since are looked at anew. */
  readonly former: Pick<DryRun, 'kept' | 'looked'> | null;
  readonly watch: LookWatch | null;
  /** Lists that are read in one go. */
  readonly listsAtOnce: number;
}

/** Follows a long look at lists, and may end it. */
export interface LookWatch {
  readonly signal: AbortSignal;
  /** Told how many lists were looked at since it was told last. */
  onLooked(lists: number): void;
}

/** Lists that are read in one go. */
export const LISTS_AT_ONCE = 200;
const EXAMPLES = 5;

/** What a pack would make of the lists that are in force (nothing is changed). */
export async function runDry(db: Knex, task: DryRunTask): Promise<DryRun> {
  const { before, after, former, trialId } = task;
  const counts = await countSavedLists(db);
  const groups = new Set(
    after.batches.flatMap((batch) => [quotaGroupCode(batch), batch.abandonGroup ?? batch.code]),
  );
  const kept = await readKept(db, trialId, former?.kept ?? null);
  const runs: BatchRun[] = [];
  for (const packs of listJudgedBatches(task)) {
    const batch = packs.was.code;
    const lists = countStanding(counts, batch);
    if (lists === 0) continue;
    const run = await checkBatch(db, task, packs);
    runs.push({
      ...run,
      lists,
      checked: run.seen.length + (kept.counts.get(batch) ?? 0),
      found: [...kept.concerned.filter((one) => one.batch === batch), ...run.concerned],
    });
  }
  const looked = {
    concerned: [
      ...(await keepStanding(db, former?.looked ?? null)),
      ...runs.flatMap(({ concerned }) => concerned),
    ],
    seen: [...(former?.looked.seen ?? []), ...runs.flatMap(({ seen }) => seen)],
  };
  return {
    batches: runs.map(tally),
    lost: counts.flatMap(({ batch, group, count }): DryRun['lost'] => {
      const is = findBatch(after, batch);
      if (is === null) return [{ batch, why: 'batchGone', count }];
      return quotaGroupCode(is) === group ? [] : [{ batch, why: 'groupChanged', count }];
    }),
    forgottenGroups: (await listAbandonedGroups(db)).filter((group) => !groups.has(group)),
    clashing: await countClashing(db, before, after),
    concerned: orderByOwner(before, [...kept.concerned, ...looked.concerned]),
    kept,
    looked,
    complete: runs.every(({ complete }) => complete),
  };
}

/** Pairs that exclude each other from now on, each once, where anybody holds both. */
async function countClashing(db: Knex, before: RulePack, after: RulePack): Promise<DryRun['clashing']> {
  const excludes = (pack: RulePack, one: string, other: string) => {
    const batch = findBatch(pack, one);
    return batch !== null && listExcludedBatches(pack, batch).some(({ code }) => code === other);
  };
  const pairs = after.batches.flatMap(({ code: one }, at) =>
    after.batches
      .slice(at + 1)
      .filter(({ code }) => excludes(after, one, code) && !excludes(before, one, code))
      .map(({ code }) => [one, code] as const),
  );
  const clashing: DryRun['clashing'][number][] = [];
  for (const batches of pairs) {
    const count = await countBoth(db, ...batches);
    if (count > 0) clashing.push({ batches, count });
  }
  return clashing;
}

/** Read whole once; a moment later only what fell away since. */
async function readKept(db: Knex, trialId: number | null, former: TriedLists | null): Promise<TriedLists> {
  if (trialId === null) return { counts: new Map(), concerned: [] };
  if (former === null) return listTried(db, trialId);
  const fallen = new Set(await listFallen(db, trialId));
  return { ...former, concerned: former.concerned.filter(({ versionId }) => !fallen.has(versionId)) };
}

/** The batches of both packs whose lists the change may touch. */
export function listJudgedBatches({
  plan,
  before,
  after,
}: Omit<BatchOfBoth, 'was' | 'is'>): readonly BatchOfBoth[] {
  return listChangedBatches(before, after).flatMap((code) => {
    const [was, is] = [findBatch(before, code), findBatch(after, code)];
    return was === null || is === null ? [] : [{ plan, before, after, was, is }];
  });
}

/** Lists of a batch that are in force. */
export const countStanding = (
  counts: readonly { readonly batch: string; readonly standing: number }[],
  batch: string,
) => counts.filter((one) => one.batch === batch).reduce((sum, one) => sum + one.standing, 0);

/** By the order of the batches, and in each by owner. */
function orderByOwner({ batches }: RulePack, lists: readonly ConcernedList[]): readonly ConcernedList[] {
  const places = new Map(batches.map(({ code }, place) => [code, place]));
  const placeOf = ({ batch }: ConcernedList) => places.get(batch) ?? batches.length;
  return lists.toSorted((one, other) => placeOf(one) - placeOf(other) || one.candidateId - other.candidateId);
}

/** Whether a pack may not be activated: what is saved or given up would be lost. */
export function losesFilings({ lost, forgottenGroups }: DryRun): boolean {
  return lost.length > 0 || forgottenGroups.length > 0;
}

/** Of what was found before, the lists that still are in force. */
async function keepStanding(db: Knex, former: Looked | null): Promise<readonly ConcernedList[]> {
  if (former === null) return [];
  const ids = former.concerned.map(({ versionId }) => versionId);
  const standing = new Set(await listStillInForce(db, ids));
  return former.concerned.filter(({ versionId }) => standing.has(versionId));
}

interface BatchLook extends Looked {
  readonly batch: string;
  readonly complete: boolean;
}

interface BatchRun extends BatchLook {
  readonly lists: number;
  readonly checked: number;
  readonly found: readonly ConcernedList[];
}

async function checkBatch(
  db: Knex,
  { former, until, trialId, watch, listsAtOnce: limit }: DryRunTask,
  packs: BatchOfBoth,
): Promise<BatchLook> {
  const batch = packs.was.code;
  const concerned: ConcernedList[] = [];
  const seen: number[] = [];
  const except = former?.looked.seen ?? [];
  for (let after = 0; ; ) {
    const lists = await listSavedLists(db, { batch, after, limit, except, trialId });
    for (const { list, fate } of await judgeLists(packs, lists)) {
      if (fate !== null) concerned.push(describeConcerned(list, fate));
      seen.push(list.versionId);
    }
    watch?.onLooked(lists.length);
    after = lists.at(-1)?.candidateId ?? after;
    if (lists.length < limit) return { batch, concerned, seen, complete: true };
    if (wallClock() > until || watch?.signal.aborted === true)
      return { batch, concerned, seen, complete: false };
  }
}

function describeConcerned(list: SavedList, fate: ListFate): ConcernedList {
  const { candidateId, candidateNumber, group, batch, versionId } = list;
  return { candidateId, candidateNumber, group, batch, versionId, fate };
}

function tally({ batch, lists, checked, found: concerned }: BatchRun): BatchDryRun {
  const found = new Map<string, number>();
  for (const { fate } of concerned)
    for (const text of fate.sentences) found.set(text, (found.get(text) ?? 0) + 1);
  const exhausted = concerned.filter(({ fate }) => fate.why === 'exhausted').length;
  const examples = [...found]
    .map(([text, count]) => ({ text, count }))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, EXAMPLES);
  return { batch, lists, checked, broken: concerned.length - exhausted, exhausted, examples };
}
