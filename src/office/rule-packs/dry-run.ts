import type { Knex } from 'knex';
import type { PlanRows } from '../../domain/enrolment-plan/plan-catalogue';
import { wallClock } from '../../infrastructure/clock';
import { findBatch, quotaGroupCode } from '../../rules/filing/groups';
import { listChangedBatches } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/rule-pack';
import { type BatchOfBoth, judgeList, type ListFate } from './judge-list';
import {
  countSavedLists,
  listAbandonedGroups,
  listSavedLists,
  listStillInForce,
  type SavedList,
} from './saved-list.repository';

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

/** A list that would not be as good as it is. */
export interface ConcernedList {
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly group: string;
  readonly batch: string;
  readonly versionId: number;
  readonly fate: ListFate;
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
  /** Every list that would be worse off, by batch and owner. */
  readonly concerned: readonly ConcernedList[];
  /** The versions that were looked at. */
  readonly seen: readonly number[];
  /** Whether every list was looked at: time was left. */
  readonly complete: boolean;
}

interface DryRunTask {
  readonly plan: PlanRows;
  readonly before: RulePack;
  readonly after: RulePack;
  /** Lists are looked at until then, by `wallClock`. */
  readonly until: number;
  /** What was found a moment ago by the same plan: only lists that were saved since are looked at anew. */
  readonly former: Pick<DryRun, 'concerned' | 'seen'> | null;
}

/** Between two pieces others get their turn. */
const CHUNK = 200;
const EXAMPLES = 5;

/** What a pack would make of the lists that are in force (nothing is changed). */
export async function runDry(db: Knex, task: DryRunTask): Promise<DryRun> {
  const { before, after, former } = task;
  const counts = await countSavedLists(db);
  const groups = new Set(
    after.batches.flatMap((batch) => [quotaGroupCode(batch), batch.abandonGroup ?? batch.code]),
  );
  const runs: BatchRun[] = [];
  for (const code of listChangedBatches(before, after)) {
    const [was, is] = [findBatch(before, code), findBatch(after, code)];
    const lists = counts.filter(({ batch }) => batch === code).reduce((sum, one) => sum + one.standing, 0);
    if (was === null || is === null || lists === 0) continue;
    runs.push({ lists, ...(await checkBatch(db, task, { plan: task.plan, before, after, was, is })) });
  }
  return {
    batches: runs.map(tally),
    lost: counts.flatMap(({ batch, group, count }): DryRun['lost'] => {
      const is = findBatch(after, batch);
      if (is === null) return [{ batch, why: 'batchGone', count }];
      return quotaGroupCode(is) === group ? [] : [{ batch, why: 'groupChanged', count }];
    }),
    forgottenGroups: (await listAbandonedGroups(db)).filter((group) => !groups.has(group)),
    concerned: [...(await keepStanding(db, former)), ...runs.flatMap(({ concerned }) => concerned)],
    seen: [...(former?.seen ?? []), ...runs.flatMap(({ seen }) => seen)],
    complete: runs.every(({ complete }) => complete),
  };
}

/** Whether a pack may not be activated: what is saved or given up would be lost. */
export function losesFilings({ lost, forgottenGroups }: DryRun): boolean {
  return lost.length > 0 || forgottenGroups.length > 0;
}

/** Of what was found before, the lists that still are in force. */
async function keepStanding(db: Knex, former: DryRunTask['former']): Promise<readonly ConcernedList[]> {
  if (former === null) return [];
  const ids = former.concerned.map(({ versionId }) => versionId);
  const standing = new Set(await listStillInForce(db, ids));
  return former.concerned.filter(({ versionId }) => standing.has(versionId));
}

interface BatchRun {
  readonly batch: string;
  readonly lists: number;
  readonly concerned: readonly ConcernedList[];
  readonly seen: readonly number[];
  readonly complete: boolean;
}

async function checkBatch(
  db: Knex,
  { former, until }: DryRunTask,
  packs: BatchOfBoth,
): Promise<Omit<BatchRun, 'lists'>> {
  const batch = packs.was.code;
  const concerned: ConcernedList[] = [];
  const seen: number[] = [];
  const except = former?.seen ?? [];
  for (let after = 0; ; ) {
    const lists = await listSavedLists(db, { batch, after, limit: CHUNK, except });
    for (const list of lists) {
      const fate = judgeList(packs, list);
      if (fate !== null) concerned.push(noteConcerned(list, fate));
      seen.push(list.versionId);
    }
    after = lists.at(-1)?.candidateId ?? after;
    if (lists.length < CHUNK) return { batch, concerned, seen, complete: true };
    if (wallClock() > until) return { batch, concerned, seen, complete: false };
  }
}

function noteConcerned(list: SavedList, fate: ListFate): ConcernedList {
  const { candidateId, candidateNumber, group, batch, versionId } = list;
  return { candidateId, candidateNumber, group, batch, versionId, fate };
}

function tally({ batch, lists, concerned, seen }: BatchRun): BatchDryRun {
  const found = new Map<string, number>();
  for (const { fate } of concerned)
    for (const text of fate.sentences) found.set(text, (found.get(text) ?? 0) + 1);
  const exhausted = concerned.filter(({ fate }) => fate.why === 'exhausted').length;
  const examples = [...found]
    .map(([text, count]) => ({ text, count }))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, EXAMPLES);
  return { batch, lists, checked: seen.length, broken: concerned.length - exhausted, exhausted, examples };
}
