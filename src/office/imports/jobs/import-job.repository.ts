import type { Knex } from 'knex';
import type { ImportProgress, ImportReport } from '../import-report';
import type { SaidLayout } from '../layout/said-layout';
import { type ImportJob, type JobConsent, type JobState, type NewJob, OPEN_STATES } from './import-job';

const columns = {
  id: 'import_jobs.id',
  kind: 'kind',
  fileName: 'file_name',
  bytes: 'bytes',
  fileKey: 'file_key',
  sheet: 'sheet',
  foundSheet: 'found_sheet',
  looked: 'looked',
  layout: 'layout',
  suggested: 'suggested',
  state: 'state',
  progress: 'progress',
  report: 'report',
  consent: 'consent',
  versionId: 'version_id',
  supplement: 'supplement',
  refusal: 'refusal',
  stopRequested: 'stop_requested',
  officerId: 'officer_id',
  officerName: 'officers.name',
  createdAt: 'import_jobs.created_at',
  seenAt: 'seen_at',
} as const;

const select = (db: Knex) => db('import_jobs').join('officers', 'officers.id', 'officer_id');

export async function findJob(db: Knex, id: number): Promise<ImportJob | null> {
  return (await select(db).where('import_jobs.id', id).first(columns)) ?? null;
}

/** The newest jobs first. */
export async function listJobs(db: Knex, limit: number | null): Promise<readonly ImportJob[]> {
  const query = select(db).orderBy('import_jobs.id', 'desc');
  return (limit === null ? query : query.limit(limit)).select(columns);
}

/** @returns the id of the job. */
export async function insertJob(transaction: Knex, job: NewJob): Promise<number> {
  const [row] = await transaction('import_jobs')
    .insert({
      kind: job.kind,
      file_name: job.fileName,
      bytes: job.bytes,
      file_key: job.fileKey,
      sheet: job.sheet,
      found_sheet: job.foundSheet,
      looked: JSON.stringify(job.looked),
      suggested: JSON.stringify(job.suggested),
      state: job.state,
      node: job.node,
      officer_id: job.officerId,
      version_id: job.versionId ?? null,
      supplement: job.supplement === undefined ? null : JSON.stringify(job.supplement),
    })
    .returning('id');
  return row.id;
}

export interface JobChanges {
  readonly layout?: SaidLayout;
  readonly report?: ImportReport;
  readonly refusal?: string;
  /** Null takes back what was said. */
  readonly consent?: JobConsent | null;
}

/** Moves a job from one of these states to another. @returns how many rows changed: 0 where it stands elsewhere. */
export async function moveJob(
  db: Knex,
  id: number,
  from: readonly JobState[],
  to: JobState,
  { layout, report, refusal, consent }: JobChanges = {},
): Promise<number> {
  return db('import_jobs')
    .where({ id })
    .whereIn('state', from)
    .update({
      state: to,
      seen_at: db.raw('clock_timestamp()'),
      progress: null,
      ...(layout && { layout: JSON.stringify(layout) }),
      ...(report && { report: JSON.stringify(report) }),
      ...(refusal !== undefined && { refusal }),
      ...(consent !== undefined && { consent: consent === null ? null : JSON.stringify(consent) }),
    });
}

/** Records how far a running job has come. @returns whether somebody has asked for it to stop, or it is not running any more */
export async function recordProgress(
  db: Knex,
  id: number,
  progress: ImportProgress | null,
): Promise<boolean> {
  const rows: { stop_requested: boolean }[] = await db('import_jobs')
    .where({ id })
    .whereIn('state', ['checking', 'importing'])
    .update({
      seen_at: db.raw('clock_timestamp()'),
      ...(progress && { progress: JSON.stringify(progress) }),
    })
    .returning('stop_requested');
  return rows[0]?.stop_requested !== false;
}

/** Asks for a running or waiting job to stop. @returns how many rows changed. */
export async function requestStop(db: Knex, id: number): Promise<number> {
  return db('import_jobs')
    .where({ id })
    .whereIn('state', ['checkQueued', 'checking', 'importQueued', 'importing'])
    .update({ stop_requested: true });
}

/** Takes the next waiting job of a node, and sets it running. */
export async function claimJob(db: Knex, node: string): Promise<ImportJob | null> {
  const id = await db.transaction(async (transaction) => {
    const row = await transaction('import_jobs')
      .where({ node })
      .whereIn('state', ['checkQueued', 'importQueued'])
      .orderBy('id')
      .forUpdate()
      .skipLocked()
      .first('id', 'state');
    if (row === undefined) return null;
    const to = row.state === 'checkQueued' ? 'checking' : 'importing';
    await moveJob(transaction, row.id, [row.state], to);
    return Number(row.id);
  });
  return id === null ? null : findJob(db, id);
}

/** Ends what nobody works on any more: running jobs not seen for a while, files nobody has come back to for a day. */
export async function endLostJobs(db: Knex, silentSeconds: number, idleHours: number): Promise<void> {
  const older = (amount: string) => db.raw('clock_timestamp() - cast(? as interval)', [amount]);
  await db('import_jobs')
    .whereIn('state', ['checking', 'importing'])
    .andWhere('seen_at', '<', older(`${silentSeconds} seconds`))
    .update({ state: 'interrupted', progress: null });
  await db('import_jobs')
    .whereIn('state', ['mapping', 'checked', 'approving'])
    .andWhere('seen_at', '<', older(`${idleHours} hours`))
    .update({ state: 'discarded' });
}

/** Files that jobs of a node still need. */
export async function listNeededFiles(db: Knex, node: string): Promise<ReadonlySet<string>> {
  return new Set<string>(
    await db('import_jobs').where({ node }).whereIn('state', OPEN_STATES).pluck('file_key'),
  );
}
