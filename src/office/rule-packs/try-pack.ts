import type { Knex } from 'knex';
import { type ActAuthor, auditAct } from '../../domain/officers/act-author';
import { findReferenceVersion } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import { listChangedBatches } from '../../rules/pack/compare-packs';
import { countStanding } from './dry-run';
import { getActive, getVersion } from './pack-review';
import type { RulePackServiceParts } from './put-in-force';
import { countSavedLists } from './saved-list.repository';
import { endTrial, findTrial, findTrialById, insertTrial, resumeTrial, type Trial } from './trial.repository';
import { createTrialStep } from './trial-runner';

/** The trial of a version beside what stands now; null where none was begun. @throws AppError notFound */
export async function findTrialOf(db: Knex, packId: number): Promise<Trial | null> {
  await getVersion(db, packId);
  const { id: replacesId } = await getActive(db);
  return findTrial(db, { packId, replacesId, reference: await findReferenceVersion(db) });
}

/** Begins a trial, or has one that stopped go on. @returns its id, and whether anything changed. */
async function openTrial(transaction: Knex.Transaction, author: ActAuthor, packId: number) {
  const version = await getVersion(transaction, packId);
  const active = await getActive(transaction);
  if (version.active) throw new AppError('conflict', 409);
  const reference = await findReferenceVersion(transaction);
  const subject = { packId, replacesId: active.id, reference };
  const counts = await countSavedLists(transaction);
  const changed = listChangedBatches(active.pack, version.pack);
  const total = changed.reduce((sum, batch) => sum + countStanding(counts, batch), 0);
  const begun = await insertTrial(transaction, subject, total);
  const id = begun ?? (await findTrial(transaction, subject))?.id;
  if (id === undefined) throw new AppError('conflict', 409);
  const moved = begun !== null || (await resumeTrial(transaction, id)) === 1;
  if (moved)
    await auditAct(transaction, author, {
      action: 'startRulePackTrial',
      subjectKind: 'rulePack',
      subjectId: packId,
    });
  return id;
}

/** Tries a version on every saved list, beside the requests; one that runs or is done stays as it is. */
export async function startTrial(
  { db, runner }: RulePackServiceParts,
  author: ActAuthor,
  packId: number,
): Promise<void> {
  const id = await db.transaction((transaction) => openTrial(transaction, author, packId));
  runner?.start(id);
}

/** @throws AppError conflict where none runs */
export async function stopTrial(
  { db }: RulePackServiceParts,
  author: ActAuthor,
  packId: number,
): Promise<void> {
  const trial = await findTrialOf(db, packId);
  await db.transaction(async (transaction) => {
    if (trial === null || (await endTrial(transaction, trial.id, 'stopped')) !== 1)
      throw new AppError('conflict', 409);
    await auditAct(transaction, author, {
      action: 'stopRulePackTrial',
      subjectKind: 'rulePack',
      subjectId: packId,
    });
  });
}

interface TrialWatch {
  readonly signal: AbortSignal;
  onProgress(trial: Pick<Trial, 'tried' | 'total'>): void;
}

/** The same, at once and to its end, for whoever waits at the machine. @returns false where it was stopped */
export async function tryWhole(
  { db, listsAtOnce }: RulePackServiceParts,
  author: ActAuthor,
  packId: number,
  { signal, onProgress }: TrialWatch,
): Promise<boolean> {
  const id = await db.transaction((transaction) => openTrial(transaction, author, packId));
  const step = createTrialStep(db, listsAtOnce);
  while (!signal.aborted && (await step(id))) {
    const trial = await findTrialById(db, id);
    if (trial !== null) onProgress(trial);
  }
  if (signal.aborted) await endTrial(db, id, 'stopped');
  return (await findTrialById(db, id))?.state === 'done';
}
