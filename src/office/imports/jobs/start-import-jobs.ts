import { wallClock } from '../../../infrastructure/clock';
import type { UploadFolder } from '../../../infrastructure/http/upload-folder';
import type { Logger } from '../../../infrastructure/logger';
import { repeatWork } from '../../../infrastructure/repeat-work';
import { removeOldEffects } from '../effects/effect.repository';
import type { ImportParts } from '../writing/import-file';
import { claimJob, endLostJobs, listNeededFiles } from './import-job.repository';
import { runJob } from './run-job';

interface RunningImportJobs {
  /** Stops what runs, which leaves nothing, and waits until it is over. */
  stop(): Promise<void>;
}

interface ImportJobOptions {
  readonly folder: UploadFolder;
  readonly node: string;
  readonly log: Logger;
  /** Milliseconds between two looks for waiting jobs. */
  readonly everyMs?: number;
}

const EVERY_MS = 1000;
/** A running job tells of itself every second; this long without a word, its process is gone. */
const SILENT_SECONDS = 30;
const IDLE_HOURS = 24;
/** What a list would have done is of use until it is taken in or let go. */
const EFFECT_DAYS = 7;
/** A file that was just uploaded has no job yet. */
const FRESH_MS = 600_000;

/** Works off the jobs of this node, one after the other, until it is stopped. */
export function startImportJobs(
  parts: ImportParts,
  { folder, node, log, everyMs = EVERY_MS }: ImportJobOptions,
): RunningImportJobs {
  const stopping = new AbortController();

  async function round(): Promise<void> {
    await endLostJobs(parts.db, SILENT_SECONDS, IDLE_HOURS);
    await removeOldEffects(parts.db, EFFECT_DAYS);
    await removeLeftovers();
    for (;;) {
      if (stopping.signal.aborted) return;
      const job = await claimJob(parts.db, node);
      if (job === null) return;
      if (!(await runJob(parts, job, { folder, log, stopping: stopping.signal }))) return;
    }
  }

  /** What no job needs is deleted: lists hold personal data. */
  async function removeLeftovers(): Promise<void> {
    await folder.removeOld(wallClock() - FRESH_MS, () => listNeededFiles(parts.db, node));
  }

  const repetition = repeatWork(round, {
    everyMs,
    onFault: (error) => log.error({ err: error }, 'the queue of imports could not be read'),
  });
  return {
    async stop() {
      stopping.abort();
      await repetition.stop();
    },
  };
}
