import type { Knex } from 'knex';
import type { OfficerAuthor } from '../../../domain/officers/act-author';
import type { OfficeAction } from '../../../domain/officers/actions';
import { auditOfficer } from '../../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../../domain/officers/office-token.repository';
import { areTwo } from '../../../domain/officers/two-persons.repository';
import { AppError } from '../../../infrastructure/errors';
import type { UploadFolder } from '../../../infrastructure/http/upload-folder';
import type { SaidLayout } from '../layout/said-layout';
import type { ImportJob, JobState } from './import-job';
import { findJob, type JobChanges, moveJob, requestStop } from './import-job.repository';

/** The forms of a job's page. */
type JobForm = 'map' | 'confirm' | 'approve' | 'refuse' | 'stop' | 'discard';

/** What the token of a form on a job's page is for. */
export function purposeOfJob(act: JobForm, id: number): string {
  return `importJob|${act}|${id}`;
}

export interface ImportJobParts {
  readonly db: Knex;
  readonly tokens: OfficeTokens;
  readonly folder: UploadFolder;
  readonly node: string;
  readonly maxMegabytes: number;
}

async function move(
  parts: ImportJobParts,
  { officer, origin, token }: OfficerAuthor,
  job: ImportJob,
  act: JobForm,
  step: {
    from: readonly JobState[];
    to: JobState;
    action: OfficeAction;
    changes?: JobChanges;
    detail?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { db, tokens } = parts;
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, purposeOfJob(act, job.id));
    const moved = await moveJob(transaction, job.id, step.from, step.to, step.changes);
    if (moved !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, describeJob(step.action, job, step.detail));
  });
}

/** Says what the columns stand for, and has the file checked. */
export function mapColumns(
  parts: ImportJobParts,
  act: OfficerAuthor,
  job: ImportJob,
  layout: SaidLayout,
): Promise<void> {
  return move(parts, act, job, 'map', {
    from: ['mapping'],
    to: 'checkQueued',
    action: 'mapList',
    changes: { layout },
  });
}

/**
 * 确认导入. Where it asks for consent, `reason` is what was typed, and the mark is of the report that was seen; while a
 * batch may be filed a second officer is asked. @throws AppError conflict
 */
export async function confirmJob(
  parts: ImportJobParts,
  act: OfficerAuthor,
  job: ImportJob,
  reason: string,
): Promise<void> {
  const asks = job.report?.asks ?? 'none';
  const from = ['checked'] as const;
  if (asks === 'none')
    return move(parts, act, job, 'confirm', { from, to: 'importQueued', action: 'confirmImport' });
  const { id, name } = act.officer;
  const mark = job.report?.stake?.mark ?? '';
  const consent = { mark, reason, officerId: id, officerName: name, approvedBy: null };
  await move(parts, act, job, 'confirm', {
    from,
    to: asks === 'number' ? 'importQueued' : 'approving',
    action: asks === 'number' ? 'confirmImport' : 'requestImport',
    changes: { consent },
    detail: { reason },
  });
}

/** The second officer's word. @throws AppError conflict for who asked, or where nobody did, sameMaker */
export async function approveJob(parts: ImportJobParts, act: OfficerAuthor, job: ImportJob): Promise<void> {
  const { consent } = job;
  const { id, name } = act.officer;
  if (consent === null || !(await areTwo(parts.db, consent.officerId, id)))
    throw new AppError('conflict', 409);
  await move(parts, act, job, 'approve', {
    from: ['approving'],
    to: 'importQueued',
    action: 'approveImport',
    changes: { consent: { ...consent, approvedBy: { id, name } } },
  });
}

/** Refused by the second officer, or taken back by the first. */
export function refuseJob(parts: ImportJobParts, act: OfficerAuthor, job: ImportJob): Promise<void> {
  return move(parts, act, job, 'refuse', {
    from: ['approving'],
    to: 'checked',
    action: 'refuseImport',
    changes: { consent: null },
  });
}

/** Ends a check or a writing that runs; nothing is written. @throws AppError conflict where none runs */
export async function stopJob(
  { db, tokens }: ImportJobParts,
  { officer, origin, token }: OfficerAuthor,
  job: ImportJob,
): Promise<void> {
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, purposeOfJob('stop', job.id));
    if ((await requestStop(transaction, job.id)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, describeJob('stopImport', job));
  });
}

/** Gives a file up and removes it. @throws AppError conflict where it is written, or is being written */
export async function discardJob(parts: ImportJobParts, act: OfficerAuthor, job: ImportJob): Promise<void> {
  const { db, folder } = parts;
  await move(parts, act, job, 'discard', {
    // Waiting jobs too: the node that was to work on them may be gone.
    from: ['mapping', 'checkQueued', 'checked', 'approving', 'importQueued'],
    to: 'discarded',
    action: 'discardImport',
  });
  const ended = await findJob(db, job.id);
  if (ended !== null) await folder.remove(ended.fileKey);
}

/** An act on a job, as the audit log has it. */
export function describeJob(
  action: OfficeAction,
  { id, kind, fileName }: Pick<ImportJob, 'id' | 'kind' | 'fileName'>,
  more: Readonly<Record<string, unknown>> = {},
) {
  return { action, subjectKind: 'import', subjectId: id, detail: { kind, fileName, ...more } };
}
