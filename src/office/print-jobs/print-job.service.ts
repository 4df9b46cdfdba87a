import { auditOfficer } from '../../domain/officers/audit-officer';
import { narrowToOwn } from '../../domain/officers/scope';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import type { CounterVisitor } from '../service-desk/record.service';
import { type FiledClass, listFiledClasses } from './filed.repository';
import { createFormSetter } from './form-setter';
import {
  changePrintJobState,
  findPartCipher,
  findPrintJob,
  findPrintJobPart,
  listPrintJobParts,
  listPrintJobs,
  type PrintJob,
  type PrintJobPart,
} from './print-job.repository';
import { createPrintRunner, partContext } from './print-runner';
import type { PrintTarget } from './print-target';
import { listPrintable, printOne } from './single-print';
import {
  countyOf,
  findWait,
  type OwnParts,
  type PrintJobParts,
  startPrintJob,
  sweep,
} from './start-print-job';

const JOBS = 30;
const HOUR_MS = 3600 * 1000;

async function getOwn(own: OwnParts, visitor: CounterVisitor, id: number): Promise<PrintJob> {
  const job = await findPrintJob(own.db, countyOf(visitor), id);
  if (job === null) throw notFound();
  return job;
}

async function changeState(
  own: OwnParts,
  visitor: CounterVisitor,
  id: number,
  action: 'stopPrintJob' | 'resumePrintJob',
): Promise<number> {
  const job = await getOwn(own, visitor, id);
  const stops = action === 'stopPrintJob';
  await own.db.transaction(async (transaction) => {
    // A silent job is running by name: resuming it changes nothing but the process that works on it.
    const from = stops ? (['running'] as const) : (['stopped', 'failed', ...silentState(job)] as const);
    const changed = await changePrintJobState(transaction, job.id, from, stops ? 'stopped' : 'running');
    if (changed !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, visitor.officer, visitor.origin, {
      action,
      subjectKind: 'printJob',
      subjectId: job.id,
    });
  });
  return job.id;
}

function listClasses(
  { db }: OwnParts,
  { scope }: CounterVisitor,
  { batches }: PrintTarget,
): Promise<readonly FiledClass[]> {
  return listFiledClasses(db, narrowToOwn(scope), batches);
}

/** The newest first; of very many the newest, but for `whole`. */
function listJobs(
  { db }: OwnParts,
  visitor: CounterVisitor,
  options?: { readonly whole: boolean },
): Promise<readonly PrintJob[]> {
  return listPrintJobs(db, countyOf(visitor), options?.whole === true ? null : JOBS);
}

/** @throws AppError notFound for a job of another county */
async function getJob(
  own: OwnParts,
  visitor: CounterVisitor,
  id: number,
): Promise<{ readonly job: PrintJob; readonly parts: readonly PrintJobPart[] }> {
  const job = await getOwn(own, visitor, id);
  return { job, parts: await listPrintJobParts(own.db, job.id) };
}

async function resumePrintJob(own: OwnParts, visitor: CounterVisitor, id: number): Promise<number> {
  const job = await changeState(own, visitor, id, 'resumePrintJob');
  own.runner.start(job);
  return job;
}

/** The PDF of a part, its fetching written down. @throws AppError notFound */
async function getPart(
  own: OwnParts,
  visitor: CounterVisitor,
  id: number,
  part: number,
): Promise<{ readonly part: PrintJobPart; readonly pdf: Buffer }> {
  const { db, cipher } = own;
  const job = await getOwn(own, visitor, id);
  const sealed = await findPartCipher(db, job.id, part);
  const found = await findPrintJobPart(db, job.id, part);
  if (sealed === null || found === null) throw notFound();
  await auditOfficer(db, visitor.officer, visitor.origin, {
    action: 'fetchPrintedForms',
    subjectKind: 'printJob',
    subjectId: job.id,
    detail: { part },
  });
  return {
    part: found,
    pdf: Buffer.from(cipher.decrypt(sealed, partContext(job.id, found.first)), 'base64'),
  };
}

/** 志愿表 for the files (manual, chapter three): after a batch is over, by class, school or county. */
export function createPrintJobService(parts: PrintJobParts) {
  const setForms = createFormSetter(parts);
  const runner = createPrintRunner(parts, setForms, parts.formsAPart);
  const own: OwnParts = { ...parts, setForms, runner };
  const sweeping = setInterval(() => void sweep(own), HOUR_MS).unref();
  return {
    ...bindParts(own, {
      findWait,
      listClasses,
      listJobs,
      getJob,
      start: startPrintJob,
      resume: resumePrintJob,
      getPart,
      listPrintable,
      printOne,
    }),
    runner,
    /** @throws AppError conflict when it is not in a state for it */
    stop: (visitor: CounterVisitor, id: number) => changeState(own, visitor, id, 'stopPrintJob'),
    async close() {
      clearInterval(sweeping);
      await runner.close();
    },
  };
}

export type PrintJobService = ReturnType<typeof createPrintJobService>;

const silentState = ({ silent }: PrintJob): readonly 'running'[] => (silent ? ['running'] : []);
