import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Origin } from '../../audit';
import { getActiveRulePack } from '../../batches';
import { AppError } from '../../errors';
import type { OfficeAction } from '../../office-actions';
import { auditOfficer, type Officer, type OfficeTokens } from '../../officers';
import type { ImportKind } from '../kind';
import { openFileTable } from '../layout/file-table';
import { NOTHING_SAID, type SaidLayout } from '../layout/said-layout';
import { examineFile } from '../reading/examine-file';
import { openBook } from '../reading/open-book';
import type { ImportJob, JobState } from './import-job';
import { findJob, insertJob, moveJob, requestStop } from './import-job.repository';
import { maskLooked } from './mask-looked';

/** An officer's act on a job. */
export interface JobAct {
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

export interface ImportJobs {
  /** Where uploads are kept until their job has ended. */
  readonly folder: string;
  readonly node: string;
  readonly maxMegabytes: number;
  /** Takes in an uploaded file: checks it, or asks first what its headings stand for. @throws ImportRefused; @returns the job */
  begin(act: Omit<JobAct, 'token'>, upload: UploadedList): Promise<number>;
  /** Says what the columns stand for, and has the file checked. */
  map(act: JobAct, job: ImportJob, layout: SaidLayout): Promise<void>;
  /** 确认导入. */
  confirm(act: JobAct, job: ImportJob): Promise<void>;
  stop(act: JobAct, job: ImportJob): Promise<void>;
  discard(act: JobAct, job: ImportJob): Promise<void>;
}

/** What the token of a form on a job's page is for. */
export function purposeOfJob(act: 'map' | 'confirm' | 'stop' | 'discard', id: number): string {
  return `importJob|${act}|${id}`;
}

export interface ImportJobParts {
  readonly db: Knex;
  readonly tokens: OfficeTokens;
  readonly folder: string;
  readonly node: string;
  readonly maxMegabytes: number;
}

/** Lists that officers bring in by the browser: each step is one guarded move of its job. */
export function createImportJobs({ db, tokens, folder, node, maxMegabytes }: ImportJobParts): ImportJobs {
  async function move(
    { officer, origin, token }: JobAct,
    job: ImportJob,
    act: 'map' | 'confirm' | 'discard',
    step: {
      from: readonly JobState[];
      to: JobState;
      action: OfficeAction;
      layout?: SaidLayout;
    },
  ): Promise<void> {
    await db.transaction(async (transaction) => {
      await tokens.use(transaction, token, officer.id, purposeOfJob(act, job.id));
      const { layout } = step;
      const moved = await moveJob(
        transaction,
        job.id,
        step.from,
        step.to,
        layout === undefined ? {} : { layout },
      );
      if (moved !== 1) throw new AppError('conflict', 409);
      await auditOfficer(transaction, officer, origin, describe(step.action, job));
    });
  }

  return {
    folder,
    node,
    maxMegabytes,

    async begin({ officer, origin }, upload) {
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
    },

    map: (act, job, layout) =>
      move(act, job, 'map', { from: ['mapping'], to: 'checkQueued', action: 'mapList', layout }),

    confirm: (act, job) =>
      move(act, job, 'confirm', { from: ['checked'], to: 'importQueued', action: 'confirmImport' }),

    async stop({ officer, origin, token }, job) {
      await db.transaction(async (transaction) => {
        await tokens.use(transaction, token, officer.id, purposeOfJob('stop', job.id));
        if ((await requestStop(transaction, job.id)) !== 1) throw new AppError('conflict', 409);
        await auditOfficer(transaction, officer, origin, describe('stopImport', job));
      });
    },

    async discard(act, job) {
      await move(act, job, 'discard', {
        // What waits too: the node that was to look at it may be gone.
        from: ['mapping', 'checkQueued', 'checked', 'importQueued'],
        to: 'discarded',
        action: 'discardImport',
      });
      const ended = await findJob(db, job.id);
      if (ended !== null) await rm(path.join(folder, ended.fileKey), { force: true });
    },
  };
}

function describe(action: OfficeAction, { id, kind, fileName }: Pick<ImportJob, 'id' | 'kind' | 'fileName'>) {
  return { action, subjectKind: 'import', subjectId: id, detail: { kind, fileName } };
}
