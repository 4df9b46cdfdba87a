import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { findReferenceVersion } from '../../infrastructure/database/reference-watch';
import { createJobRunner, type JobRunner } from '../../infrastructure/job-runner';
import type { Logger } from '../../infrastructure/logger';
import { LISTS_AT_ONCE, listJudgedBatches } from './dry-run';
import { type BatchOfBoth, judgeLists } from './judge-list';
import { getVersion, loadPlan } from './pack-review';
import { listSavedLists } from './saved-list.repository';
import { claimTrial, endTrial, findTrialById, insertTried, type Trial } from './trial.repository';

/** Where a trial stands: the batches that are left, the first of them under way. */
interface TrialWork {
  readonly trial: Trial;
  readonly batches: BatchOfBoth[];
  /** Owners up to this one of the first batch were looked at. */
  after: number;
}

async function openTrial(db: Knex, id: number): Promise<TrialWork> {
  const trial = await findTrialById(db, id);
  if (trial === null) throw new Error(`no trial ${id}`);
  const { pack: before } = await getVersion(db, trial.replacesId);
  const { pack: after } = await getVersion(db, trial.packId);
  const plan = await loadPlan(db, before, after, trial.reference);
  return { trial, batches: [...listJudgedBatches({ plan, before, after })], after: 0 };
}

/**
 * A trial a step at a time: some lists are judged, and kept in one transaction. Whoever goes on with one that was
 * stopped or broke off leaves out what was kept. @returns the step: whether there is more to do
 */
export function createTrialStep(db: Knex, limit = LISTS_AT_ONCE): (trialId: number) => Promise<boolean> {
  const runner = randomUUID();
  const works = new Map<number, TrialWork>();

  async function judgeNext(work: TrialWork, packs: BatchOfBoth): Promise<boolean> {
    const { trial } = work;
    const asked = { batch: packs.was.code, after: work.after, limit, except: [], trialId: trial.id };
    const lists = await listSavedLists(db, asked);
    const judged = await judgeLists(packs, lists);
    const tried = judged.map(({ list: { versionId, triedOn }, fate }) => ({ versionId, triedOn, fate }));
    if (!(await db.transaction((transaction) => insertTried(transaction, trial.id, runner, tried))))
      return false;
    work.after = lists.at(-1)?.candidateId ?? work.after;
    if (lists.length < limit) {
      work.batches.shift();
      work.after = 0;
    }
    return true;
  }

  async function step(trialId: number): Promise<boolean> {
    if ((await claimTrial(db, trialId, runner)) !== 1) return false;
    const work = works.get(trialId) ?? (await openTrial(db, trialId));
    works.set(trialId, work);
    const [packs] = work.batches;
    // What it was judged by is not what stands any more: it is of no use to anybody.
    const overtaken = (await findReferenceVersion(db)) !== work.trial.reference;
    if (packs !== undefined && !overtaken) return judgeNext(work, packs);
    await endTrial(db, trialId, overtaken ? 'stopped' : 'done');
    return false;
  }

  return async (trialId) => {
    let goesOn = false;
    try {
      goesOn = await step(trialId);
    } finally {
      if (!goesOn) works.delete(trialId);
    }
    return goesOn;
  };
}

/** Works on trials beside the requests. */
export function createTrialRunner(db: Knex, log: Logger): JobRunner {
  return createJobRunner({
    step: createTrialStep(db),
    async fail(trial, error) {
      log.error({ err: error, trial }, 'a trial of a rule pack failed');
      await endTrial(db, trial, 'failed').catch((fault: unknown) =>
        log.error({ err: fault, trial }, 'a failed trial of a rule pack could not be written down'),
      );
    },
  });
}
