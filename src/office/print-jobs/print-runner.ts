import { randomUUID } from 'node:crypto';
import type { Knex } from '../../infrastructure/database/knex';
import { createJobRunner, type JobRunner } from '../../infrastructure/job-runner';
import type { Logger } from '../../infrastructure/logger';
import type { Cipher } from '../../infrastructure/security/cipher';
import { cutPart } from './cut-part';
import { findJobOfficer, insertFormPrints } from './form-print.repository';
import type { FormSetter } from './form-setter';
import {
  changePrintJobState,
  claimPrintJob,
  insertPrintJobPart,
  listNextForms,
} from './print-job.repository';

/** At most. One document of so many forms takes about a second; larger ones take longer than their share. */
const FORMS_A_PART = 100;
export const partContext = (jobId: number, firstPosition: number) => ({
  column: 'print_job_parts.pdf',
  row: `${jobId}|${firstPosition}`,
});

/** Sets a job part by part. Each part is kept with its printings in one transaction: a crash costs one part's work. */
export function createPrintRunner(
  { db, cipher, log }: { readonly db: Knex; readonly cipher: Cipher; readonly log: Logger },
  setForms: FormSetter,
  formsAPart = FORMS_A_PART,
): JobRunner {
  const runner = randomUUID();

  /** Sets the next part. @returns whether there is more to do. */
  async function setPart(jobId: number): Promise<boolean> {
    if ((await claimPrintJob(db, jobId, runner)) !== 1) return false;
    const next = await listNextForms(db, jobId, formsAPart + 1);
    const forms = next.slice(0, cutPart(next, formsAPart));
    const [first] = forms;
    const last = forms.at(-1);
    if (first === undefined || last === undefined) {
      await changePrintJobState(db, jobId, ['running'], 'done');
      return false;
    }
    const { pdf, prints } = await setForms(forms);
    const sealed = cipher.encrypt(pdf.toString('base64'), partContext(jobId, first.position));
    const officerId = await findJobOfficer(db, jobId);
    return db.transaction(async (transaction) => {
      const part = { first: first.position, last: last.position, cipher: sealed, bytes: pdf.length };
      if (!(await insertPrintJobPart(transaction, jobId, runner, part))) return false;
      await insertFormPrints(transaction, prints, { officerId, jobId });
      return true;
    });
  }

  async function fail(jobId: number, error: unknown): Promise<void> {
    log.error({ err: error, jobId }, 'a print job failed');
    await changePrintJobState(db, jobId, ['running'], 'failed').catch((fault: unknown) =>
      log.error({ err: fault, jobId }, 'a print job failed, and its state could not be written'),
    );
  }

  return createJobRunner({ step: setPart, fail });
}
