import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { narrowToOwn } from '../../domain/officers/scope';
import { AppError, notFound } from '../../infrastructure/errors';
import type { JobRunner } from '../../infrastructure/job-runner';
import type { Logger } from '../../infrastructure/logger';
import { findLastClosing } from '../../rules/windows/closing';
import type { CounterVisitor } from '../service-desk/record.service';
import type { FiledGroup } from './filed.repository';
import type { FormSetter, FormSetterParts } from './form-setter';
import { insertPrintJob, removeExpiredParts } from './print-job.repository';
import type { PrintTarget } from './print-target';

interface PrintJobRequest {
  readonly target: PrintTarget;
  readonly group: FiledGroup;
  /** What was chosen, in words. */
  readonly title: string;
  readonly reason: string;
  readonly token: string;
}

export interface PrintJobParts extends FormSetterParts {
  readonly tokens: OfficeTokens;
  readonly log: Logger;
  readonly formsAPart?: number;
}

export const START_PURPOSE = 'startPrintJob';
const KEEP_DAYS = 7;

export interface OwnParts extends PrintJobParts {
  readonly setForms: FormSetter;
  readonly runner: JobRunner;
}

/** Removes parts that are kept long enough. */
export const sweep = ({ db, log }: OwnParts) =>
  removeExpiredParts(db).catch((error: unknown) =>
    log.error({ err: error }, 'expired prints could not be deleted'),
  );

/** @throws AppError notFound for an officer of no county */
export function countyOf({ officer }: CounterVisitor): string {
  if (officer.countyCode === null) throw notFound();
  return officer.countyCode;
}

/** When the county may print a batch, or the last of a round; null: now. */
export async function findWait(
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

/** @returns the job's id. @throws AppError printTooEarly before the windows have closed, conflict when nothing is filed */
export async function startPrintJob(
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
