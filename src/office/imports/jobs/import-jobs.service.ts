import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { getActiveRulePack } from '../../../domain/batches/rule-pack.repository';
import type { OfficeAction } from '../../../domain/officers/actions';
import { auditOfficer } from '../../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../../domain/officers/office-token.repository';
import type { Officer } from '../../../domain/officers/officer';
import { AppError } from '../../../infrastructure/errors';
import { formatInstant } from '../../../infrastructure/format-time';
import type { Origin } from '../../../infrastructure/origin';
import type { ListVersion } from '../effects/list-version.repository';
import type { ImportKind } from '../kind';
import { openFileTable } from '../layout/file-table';
import { NOTHING_SAID, type SaidLayout } from '../layout/said-layout';
import { examineFile } from '../reading/examine-file';
import { openBook } from '../reading/open-book';
import type { ImportJob, JobState } from './import-job';
import { findJob, insertJob, type JobChanges, moveJob, requestStop } from './import-job.repository';
import { maskLooked } from './mask-looked';

/** An officer's act on a job. */
interface JobAct {
  readonly officer: Officer;
  readonly origin: Origin;
  /** One-time token of the form. */
  readonly token: string;
}

export interface UploadedList {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly bytes: number;
  /** Name of the file in the folder of uploads. */
  readonly fileKey: string;
  readonly sheet: string | null;
}

/** The forms of a job's page. */
type JobForm = 'map' | 'confirm' | 'approve' | 'refuse' | 'stop' | 'discard';

export const purposeOfPutBack = (version: number) => `putListBack|${version}`;

/** What the token of a form on a job's page is for. */
export function purposeOfJob(act: JobForm, id: number): string {
  return `importJob|${act}|${id}`;
}

interface ImportJobParts {
  readonly db: Knex;
  readonly tokens: OfficeTokens;
  readonly folder: string;
  readonly node: string;
  readonly maxMegabytes: number;
}

async function move(
  parts: ImportJobParts,
  { officer, origin, token }: JobAct,
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
    await auditOfficer(transaction, officer, origin, describe(step.action, job, step.detail));
  });
}

/** Takes in an uploaded file: checks it, or asks first what its headings stand for. @throws ImportRefused; @returns the job */
async function beginJob(
  { folder, db, node }: ImportJobParts,
  { officer, origin }: Omit<JobAct, 'token'>,
  upload: UploadedList,
): Promise<number> {
  const { kind, sheet, fileKey } = upload;
  const file = path.join(folder, fileKey);
  const book = await openBook(file, await examineFile(file));
  const pack = await getActiveRulePack(db);
  const table = await openFileTable(db, book, { kind, sheet, said: NOTHING_SAID, pack });
  const state = table.isKnown ? 'checkQueued' : 'mapping';
  return db.transaction(async (transaction) => {
    const job = {
      ...upload,
      kind: kind.code,
      foundSheet: table.sheet,
      looked: maskLooked(table.looked),
      suggested: table.suggested,
      node,
      state,
      officerId: officer.id,
    } as const;
    const id = await insertJob(transaction, job);
    await auditOfficer(transaction, officer, origin, describe('uploadList', { ...job, id }));
    return id;
  });
}

/** Says what the columns stand for, and has the file checked. */
function mapColumns(parts: ImportJobParts, act: JobAct, job: ImportJob, layout: SaidLayout): Promise<void> {
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
async function confirmJob(parts: ImportJobParts, act: JobAct, job: ImportJob, reason: string): Promise<void> {
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

/** The second officer's word. @throws AppError conflict for who asked, or where nobody did */
async function approveJob(parts: ImportJobParts, act: JobAct, job: ImportJob): Promise<void> {
  const { consent } = job;
  const { id, name } = act.officer;
  if (consent === null || consent.officerId === id) throw new AppError('conflict', 409);
  await move(parts, act, job, 'approve', {
    from: ['approving'],
    to: 'importQueued',
    action: 'approveImport',
    changes: { consent: { ...consent, approvedBy: { id, name } } },
  });
}

/** Refused by the second officer, or taken back by the first. */
function refuseJob(parts: ImportJobParts, act: JobAct, job: ImportJob): Promise<void> {
  return move(parts, act, job, 'refuse', {
    from: ['approving'],
    to: 'checked',
    action: 'refuseImport',
    changes: { consent: null },
  });
}

/** Puts a former version back: checked and confirmed as a file is. @returns the job */
function putBackVersion(
  { db, tokens, node }: ImportJobParts,
  { officer, origin, token }: JobAct,
  version: ListVersion,
): Promise<number> {
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, purposeOfPutBack(version.id));
    const job = {
      kind: version.kind,
      fileName: nameVersion(version),
      bytes: 0,
      fileKey: `version-${randomUUID()}`,
      sheet: null,
      foundSheet: null,
      looked: [],
      suggested: null,
      node,
      state: 'checkQueued',
      officerId: officer.id,
      versionId: version.id,
    } as const;
    const id = await insertJob(transaction, job);
    await auditOfficer(transaction, officer, origin, describe('putListBack', { ...job, id }));
    return id;
  });
}

async function stopJob(
  { db, tokens }: ImportJobParts,
  { officer, origin, token }: JobAct,
  job: ImportJob,
): Promise<void> {
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, purposeOfJob('stop', job.id));
    if ((await requestStop(transaction, job.id)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, describe('stopImport', job));
  });
}

async function discardJob(parts: ImportJobParts, act: JobAct, job: ImportJob): Promise<void> {
  const { db, folder } = parts;
  await move(parts, act, job, 'discard', {
    // What waits too: the node that was to look at it may be gone.
    from: ['mapping', 'checkQueued', 'checked', 'approving', 'importQueued'],
    to: 'discarded',
    action: 'discardImport',
  });
  const ended = await findJob(db, job.id);
  if (ended !== null) await rm(path.join(folder, ended.fileKey), { force: true });
}

/** Lists that officers bring in by the browser: each step is one guarded move of its job. */
export function createImportJobs(parts: ImportJobParts) {
  return {
    folder: parts.folder,
    node: parts.node,
    maxMegabytes: parts.maxMegabytes,
    begin: (act: Omit<JobAct, 'token'>, upload: UploadedList) => beginJob(parts, act, upload),
    map: (act: JobAct, job: ImportJob, layout: SaidLayout) => mapColumns(parts, act, job, layout),
    confirm: (act: JobAct, job: ImportJob, reason: string) => confirmJob(parts, act, job, reason),
    approve: (act: JobAct, job: ImportJob) => approveJob(parts, act, job),
    refuse: (act: JobAct, job: ImportJob) => refuseJob(parts, act, job),
    putBack: (act: JobAct, version: ListVersion) => putBackVersion(parts, act, version),
    stop: (act: JobAct, job: ImportJob) => stopJob(parts, act, job),
    discard: (act: JobAct, job: ImportJob) => discardJob(parts, act, job),
  };
}

export type ImportJobs = ReturnType<typeof createImportJobs>;

/** As pages and the audit log name a former version. */
export function nameVersion({ id, madeAt }: Pick<ListVersion, 'id' | 'madeAt'>): string {
  return `旧名单${id}（${formatInstant(madeAt)}前）`;
}

function describe(
  action: OfficeAction,
  { id, kind, fileName }: Pick<ImportJob, 'id' | 'kind' | 'fileName'>,
  more: Readonly<Record<string, unknown>> = {},
) {
  return { action, subjectKind: 'import', subjectId: id, detail: { kind, fileName, ...more } };
}
