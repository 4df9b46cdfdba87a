import type { Knex } from 'knex';
import { presentViolations, type SavedBody, toChoiceList } from '../applications';
import { toFacts } from '../candidates';
import { realTime } from '../clock';
import type { PlanRows } from '../plans';
import { checkChoiceList } from '../rules/check-choice-list';
import { listChangedBatches } from '../rules/compare-packs';
import { findBatch, quotaGroupCode } from '../rules/groups';
import { normaliseChoiceList } from '../rules/normalise-choice-list';
import type { Batch, RulePack } from '../rules/rule-pack';
import {
  countSavedLists,
  listAbandonedGroups,
  listSavedLists,
  type SavedList,
} from './saved-list.repository';

/** What a pack would make of the lists of one batch. */
export interface BatchDryRun {
  readonly batch: string;
  readonly lists: number;
  readonly checked: number;
  /** Lists that conform now and would not. */
  readonly broken: number;
  /** Lists whose owner has already saved as often as the pack would let them, or more often. */
  readonly exhausted: number;
  /** Sentences of what would be wrong, with how many lists, the most frequent first; they name nobody. */
  readonly examples: readonly { readonly text: string; readonly count: number }[];
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
}

const CHUNK = 500;
/** A page is not waited for longer than this; what was checked until then is told. */
const BUDGET_MS = 15_000;
const EXAMPLES = 5;

/** What a pack would make of the lists that are in force (nothing is changed). */
export async function runDry(db: Knex, plan: PlanRows, before: RulePack, after: RulePack): Promise<DryRun> {
  const counts = await countSavedLists(db);
  const groups = new Set(
    after.batches.flatMap((batch) => [quotaGroupCode(batch), batch.abandonGroup ?? batch.code]),
  );
  const until = realTime() + BUDGET_MS;
  const batches: BatchDryRun[] = [];
  for (const code of listChangedBatches(before, after)) {
    const [was, is] = [findBatch(before, code), findBatch(after, code)];
    const lists = counts.filter(({ batch }) => batch === code).reduce((sum, one) => sum + one.count, 0);
    if (was === null || is === null || lists === 0) continue;
    batches.push(await checkBatch(db, { plan, before, after, was, is, lists, until }));
  }
  return {
    batches,
    lost: counts.flatMap(({ batch, group, count }): DryRun['lost'] => {
      const is = findBatch(after, batch);
      if (is === null) return [{ batch, why: 'batchGone', count }];
      return quotaGroupCode(is) === group ? [] : [{ batch, why: 'groupChanged', count }];
    }),
    forgottenGroups: (await listAbandonedGroups(db)).filter((group) => !groups.has(group)),
  };
}

/** Whether a pack may not be activated: what is saved or given up would be lost. */
export function losesFilings({ lost, forgottenGroups }: DryRun): boolean {
  return lost.length > 0 || forgottenGroups.length > 0;
}

interface BatchTask {
  readonly plan: PlanRows;
  readonly before: RulePack;
  readonly after: RulePack;
  readonly was: Batch;
  readonly is: Batch;
  readonly lists: number;
  readonly until: number;
}

async function checkBatch(db: Knex, task: BatchTask): Promise<BatchDryRun> {
  const tally = { checked: 0, broken: 0, exhausted: 0, found: new Map<string, number>() };
  let last = 0;
  for (;;) {
    const lists = await listSavedLists(db, task.was.code, last, CHUNK);
    for (const list of lists) count(tally, task, list);
    last = lists.at(-1)?.candidateId ?? last;
    if (lists.length < CHUNK || realTime() > task.until) break;
  }
  const { found, ...counts } = tally;
  const examples = [...found]
    .map(([text, times]) => ({ text, count: times }))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, EXAMPLES);
  return { batch: task.was.code, lists: task.lists, ...counts, examples };
}

interface Tally {
  checked: number;
  broken: number;
  exhausted: number;
  readonly found: Map<string, number>;
}

function count(tally: Tally, task: BatchTask, list: SavedList): void {
  const sentences = listBroken(task, list);
  for (const text of sentences) tally.found.set(text, (tally.found.get(text) ?? 0) + 1);
  tally.checked += 1;
  if (sentences.length > 0) tally.broken += 1;
  if (list.savesUsed >= task.is.maxSaves && list.savesUsed < task.was.maxSaves) tally.exhausted += 1;
}

/** What would be wrong with a list under the new pack and is not under the old one. */
function listBroken({ plan, before, after, was, is }: BatchTask, list: SavedList): readonly string[] {
  const saved: SavedBody = JSON.parse(list.canonicalBody);
  const facts = toFacts(list.owner);
  const check = (pack: RulePack, batch: Batch) => {
    const audience = batch.planAudienceFact === null ? '' : facts[batch.planAudienceFact];
    const scope = {
      batch: batch.code,
      track: list.owner.track,
      audience: typeof audience === 'string' ? audience : '',
    };
    const choices = normaliseChoiceList(batch, toChoiceList(saved));
    const violations = checkChoiceList({ pack, batch, facts, plan: plan.viewOf(scope), choices });
    return presentViolations(
      batch,
      violations.filter(({ severity }) => severity === 'block'),
    ).map(({ summary }) => summary);
  };
  const known = new Set(check(before, was));
  const fresh = check(after, is).filter((text) => !known.has(text));
  const gone = saved.sections.filter(
    ({ code, slots }) =>
      slots.some(({ institution }) => institution !== null) &&
      !is.sections.some((section) => section.code === code),
  );
  return [...new Set([...fresh, ...gone.map(({ label }) => `志愿栏“${label}”不再存在`)])];
}
