import type { Knex } from 'knex';
import type { UploadFolder } from '../../../infrastructure/http/upload-folder';
import type { Logger } from '../../../infrastructure/logger';
import type { AskedConsent } from '../../../rules/consent/import-consent';
import type { Consent, Stake } from '../effects/effect';
import type { ImportProgress, ImportReport } from '../import-report';
import { ImportRefused, ImportStopped, isListRefusal } from '../refusal';
import { presentRefusal } from '../refusal.presenter';
import { type ImportParts, importFile } from '../writing/import-file';
import { putVersionBack } from '../writing/put-version-back';
import type { ImportJob } from './import-job';
import { moveJob, recordProgress } from './import-job.repository';
import { kindOfJob } from './job-kind';

interface RunOptions {
  readonly folder: UploadFolder;
  readonly log: Logger;
  /** Given once the process is to end. */
  readonly stopping: AbortSignal;
}

const HEARTBEAT_MS = 1000;
const RUNNING = ['checking', 'importing'] as const;

/**
 * Does what a claimed job is at: the dry run, or the import. That it is done is written in the transaction of the
 * import itself. @returns false where it has to wait for another import
 */
export async function runJob(parts: ImportParts, job: ImportJob, options: RunOptions): Promise<boolean> {
  const { db } = parts;
  const watch = watchJob(parts, job, options.stopping);
  try {
    const request = {
      kind: kindOfJob(job),
      ...(job.supplement !== null && { supplement: job.supplement }),
      fileName: job.fileName,
      ...job.layout,
      dryRun: job.state === 'checking',
      by: {
        actorKind: 'officer' as const,
        actorId: String(job.officerId),
        origin: { address: 'import', device: `job ${job.id}` },
      },
      signal: watch.signal,
      onProgress: watch.follow,
      consent: async (_transaction: Knex.Transaction, stake: Stake, asks: AskedConsent) =>
        findConsent(job, stake, asks),
      alsoWrite: async (transaction: Knex.Transaction, written: ImportReport) => {
        await moveJob(transaction, job.id, RUNNING, 'done', { report: written });
      },
    };
    const { versionId, sheet } = job;
    const report =
      versionId === null
        ? await importFile(parts, { ...request, file: options.folder.open(job.fileKey), sheet })
        : await putVersionBack(parts, { ...request, versionId });
    await watch.end();
    if (report.written) await options.folder.remove(job.fileKey);
    else await moveJob(db, job.id, RUNNING, 'checked', { report, consent: null });
    return true;
  } catch (error) {
    await watch.end();
    return await endFailed(parts, job, options, error);
  }
}

/** What was said for exactly this, by as many as it asks for. */
function findConsent({ consent }: ImportJob, { mark }: Stake, asks: AskedConsent): Consent | null {
  if (consent === null || consent.mark !== mark) return null;
  if (asks === 'secondOfficer' && consent.approvedBy === null) return null;
  return {
    reason: consent.reason,
    approvedBy: consent.approvedBy === null ? null : `officer ${consent.approvedBy.id}`,
  };
}

async function endFailed(
  { db }: ImportParts,
  job: ImportJob,
  { folder, log, stopping }: RunOptions,
  error: unknown,
): Promise<boolean> {
  if (error instanceof ImportRefused && error.code === 'busy') {
    await moveJob(db, job.id, RUNNING, job.state === 'checking' ? 'checkQueued' : 'importQueued');
    return false;
  }
  await folder.remove(job.fileKey);
  if (isListRefusal(error)) {
    await moveJob(db, job.id, RUNNING, 'refused', { refusal: presentRefusal(error) });
  } else if (error instanceof ImportStopped && !stopping.aborted) {
    await moveJob(db, job.id, RUNNING, 'stopped');
  } else {
    if (!(error instanceof ImportStopped)) log.error({ err: error, job: job.id }, 'an import failed');
    await moveJob(db, job.id, RUNNING, 'interrupted');
  }
  return true;
}

interface Watch {
  readonly signal: AbortSignal;
  follow(progress: ImportProgress): void;
  end(): Promise<void>;
}

/** Tells of a running job every second, and stops it when its page or the end of the process asks for that. */
function watchJob({ db }: ImportParts, job: ImportJob, stopping: AbortSignal): Watch {
  const controller = new AbortController();
  const stop = () => controller.abort();
  if (stopping.aborted || job.stopRequested) stop();
  stopping.addEventListener('abort', stop, { once: true });
  let latest: ImportProgress | null = null;
  let beat: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beat = recordProgress(db, job.id, latest).then(
      (stopRequested) => {
        if (stopRequested) stop();
      },
      // The database does not answer: the import itself will fail and report it.
      () => undefined,
    );
  }, HEARTBEAT_MS);
  return {
    signal: controller.signal,
    follow: (progress) => {
      latest = progress;
    },
    async end() {
      clearInterval(timer);
      stopping.removeEventListener('abort', stop);
      await beat;
    },
  };
}
