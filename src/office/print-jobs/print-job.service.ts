import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { narrowToOwn } from '../../domain/officers/scope';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Logger } from '../../infrastructure/logger';
import type { CounterVisitor } from '../service-desk/record.service';
import { findLastClosing } from './closing';
import { type FiledClass, type FiledGroup, listFiledClasses } from './filed.repository';
import { createFormSetter, type FormSetter, type FormSetterParts } from './form-setter';
import {
  changePrintJobState,
  findPartCipher,
  findPrintJob,
  findPrintJobPart,
  insertPrintJob,
  listPrintJobParts,
  listPrintJobs,
  type PrintJob,
  type PrintJobPart,
  removeExpiredParts,
} from './print-job.repository';
import { createPrintRunner, PART_CONTEXT, type PrintRunner } from './print-runner';
import type { PrintTarget } from './print-target';
import { listPrintable, printOne, type SinglePrint } from './single-print';

interface PrintJobRequest {
  readonly target: PrintTarget;
  readonly group: FiledGroup;
  /** What was chosen, in words. */
  readonly title: string;
  readonly reason: string;
  readonly token: string;
}

interface PrintJobParts extends FormSetterParts {
  readonly tokens: OfficeTokens;
  readonly log: Logger;
  readonly formsAPart?: number;
}

export const START_PURPOSE = 'startPrintJob';

const JOBS = 30;
const KEEP_DAYS = 7;
const HOUR_MS = 3600 * 1000;

interface OwnParts extends PrintJobParts {
  readonly setForms: FormSetter;
  readonly runner: PrintRunner;
}

const sweep = ({ db, log }: OwnParts) =>
  removeExpiredParts(db).catch((error: unknown) => log.error({ err: error }, 'old prints stay'));

function countyOf({ officer }: CounterVisitor): string {
  if (officer.countyCode === null) throw notFound();
  return officer.countyCode;
}

/** When the county may print a batch, or the last of a round; null: now. */
async function findWait(
  own: OwnParts,
  visitor: CounterVisitor,
  { batches }: PrintTarget,
): Promise<Date | null> {
  const { reference, clock, db } = own;
  const { calendar } = reference.current();
  const windows = batches.flatMap(({ code }) => calendar.listWindows(code));
  const closing = findLastClosing(windows, countyOf(visitor));
  return closing !== null && closing <= (await clock.now(db)) ? null : (closing ?? new Date(0));
}

async function getOwn(own: OwnParts, visitor: CounterVisitor, id: number | null): Promise<PrintJob> {
  const job = id === null ? null : await findPrintJob(own.db, countyOf(visitor), id);
  if (job === null) throw notFound();
  return job;
}

async function changeState(
  own: OwnParts,
  visitor: CounterVisitor,
  id: number | null,
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
  id: number | null,
): Promise<{ readonly job: PrintJob; readonly parts: readonly PrintJobPart[] }> {
  const job = await getOwn(own, visitor, id);
  return { job, parts: await listPrintJobParts(own.db, job.id) };
}

/** @returns the job's id. @throws AppError printTooEarly before the windows have closed, conflict when nothing is filed */
async function startPrintJob(
  own: OwnParts,
  visitor: CounterVisitor,
  { target, group, title, reason, token }: PrintJobRequest,
): Promise<number> {
  const { reference, db, tokens, runner } = own;
  if ((await findWait(own, visitor, target)) !== null) throw new AppError('printTooEarly', 409);
  await sweep(own);
  const { officer, scope, origin } = visitor;
  const keepDays = reference.current().calendar.pack.printedFormDays ?? KEEP_DAYS;
  const id = await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, START_PURPOSE);
    const job = { officerId: officer.id, countyCode: countyOf(visitor), title, keepDays };
    const made = await insertPrintJob(transaction, narrowToOwn(scope), target, group, job);
    if (made === null) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'startPrintJob',
      subjectKind: 'printJob',
      subjectId: made,
      detail: {
        batch: target.batchCode,
        round: target.roundCode,
        school: group.schoolCode,
        class: group.className,
        reason,
      },
    });
    return made;
  });
  runner.start(id);
  return id;
}

async function resumePrintJob(own: OwnParts, visitor: CounterVisitor, id: number | null): Promise<number> {
  const job = await changeState(own, visitor, id, 'resumePrintJob');
  own.runner.start(job);
  return job;
}

/** The PDF of a part, its fetching written down. @throws AppError notFound */
async function getPart(
  own: OwnParts,
  visitor: CounterVisitor,
  id: number | null,
  part: number | null,
): Promise<{ readonly part: PrintJobPart; readonly pdf: Buffer }> {
  const { db, cipher } = own;
  const job = await getOwn(own, visitor, id);
  const sealed = part === null ? null : await findPartCipher(db, job.id, part);
  const found = part === null ? null : await findPrintJobPart(db, job.id, part);
  if (sealed === null || found === null) throw notFound();
  await auditOfficer(db, visitor.officer, visitor.origin, {
    action: 'fetchPrintedForms',
    subjectKind: 'printJob',
    subjectId: job.id,
    detail: { part },
  });
  return { part: found, pdf: Buffer.from(cipher.decrypt(sealed, PART_CONTEXT), 'base64') };
}

/** 志愿表 for the files (manual, chapter three): after a batch is over, by class, school or county. */
export function createPrintJobService(parts: PrintJobParts) {
  const setForms = createFormSetter(parts);
  const runner = createPrintRunner(parts, setForms, parts.formsAPart);
  const own: OwnParts = { ...parts, setForms, runner };
  const sweeping = setInterval(() => void sweep(own), HOUR_MS).unref();
  return {
    runner,
    findWait: (visitor: CounterVisitor, target: PrintTarget) => findWait(own, visitor, target),
    listClasses: (visitor: CounterVisitor, target: PrintTarget) => listClasses(own, visitor, target),
    listJobs: (visitor: CounterVisitor, options?: { readonly whole: boolean }) =>
      listJobs(own, visitor, options),
    getJob: (visitor: CounterVisitor, id: number | null) => getJob(own, visitor, id),
    start: (visitor: CounterVisitor, request: PrintJobRequest) => startPrintJob(own, visitor, request),
    /** @throws AppError conflict when it is not in a state for it */
    stop: (visitor: CounterVisitor, id: number | null) => changeState(own, visitor, id, 'stopPrintJob'),
    resume: (visitor: CounterVisitor, id: number | null) => resumePrintJob(own, visitor, id),
    getPart: (visitor: CounterVisitor, id: number | null, part: number | null) =>
      getPart(own, visitor, id, part),
    listPrintable: (candidate: CandidateRecord) => listPrintable(own, candidate),
    printOne: (visitor: CounterVisitor, print: SinglePrint) => printOne(own, visitor, print),
    async close() {
      clearInterval(sweeping);
      await runner.close();
    },
  };
}

export type PrintJobService = ReturnType<typeof createPrintJobService>;

const silentState = ({ silent }: PrintJob): readonly 'running'[] => (silent ? ['running'] : []);
