import type { Knex } from 'knex';
import type { OfficeTokens } from '../../../domain/officers/office-token.repository';
import { bindParts } from '../../../infrastructure/bind-parts';
import { formatInstant } from '../../../infrastructure/format-time';
import { listFaults } from '../../../infrastructure/http/list-faults';
import { readParameter } from '../../../infrastructure/http/page-renderer';
import { keepUpload } from '../../../infrastructure/http/set-up-uploads';
import { tabulate } from '../../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../../as-officer';
import { listOpenApprovals } from '../effects/approval.repository';
import { IMPORTS_PATH } from '../imports-path';
import { listJobs } from '../jobs/import-job.repository';
import type { ImportJobs } from '../jobs/import-jobs.service';
import { getImportKind, importKinds } from '../kinds/import-kinds';
import { isListRefusal } from '../refusal';
import { presentRefusal } from '../refusal.presenter';
import {
  getJob,
  type ImportPages,
  renderJob,
  sendFaults,
  sendJobEffects,
  submitAct,
  submitConfirmation,
  submitMapping,
} from './job.controller';
import { presentJob } from './job.presenter';
import { readUploadForm, type UploadErrors, type UploadForm } from './upload.form';

const SHOWN_JOBS = 30;
const FIELDS = ['kind', 'file', 'sheet'] as const;

async function renderList(
  pages: ImportPages,
  visit: OfficerVisit,
  typed: UploadForm['typed'],
  errors: UploadErrors,
  status: number,
): Promise<void> {
  const shown = (await listJobs(pages.db, visit.askedTable === null ? SHOWN_JOBS : null)).map(presentJob);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '导入记录',
      plainName: 'imports',
      ...tabulate(
        [
          ['种类', ({ kind }) => kind],
          ['文件', ({ fileName }) => fileName],
          ['大小', ({ size }) => size],
          ['工作人员', ({ officer }) => officer],
          ['上传时间', ({ created }) => created],
          ['状态', ({ state }) => state],
        ],
        shown,
      ),
    });
  visit.render(
    'office/imports/list',
    {
      kinds: importKinds.map(({ code, name }) => ({ code, name })),
      jobs: shown,
      approvals: (await listOpenApprovals(pages.db)).map(({ id, kind, fileName, requestedAt, decision }) => ({
        id,
        kind: getImportKind(kind).name,
        fileName,
        requested: formatInstant(requestedAt),
        decision,
      })),
      typed,
      errors,
      faults: listFaults(errors, FIELDS),
      maxMegabytes: pages.jobs.maxMegabytes,
    },
    { status },
  );
}

async function submitUpload(pages: ImportPages, visit: OfficerVisit): Promise<void> {
  const { officer, origin, req, res } = visit;
  const { typed, upload, errors } = readUploadForm(req, res, pages.jobs.maxMegabytes);
  if (upload === null) return renderList(pages, visit, typed, errors, 422);
  try {
    const id = await pages.jobs.begin({ officer, origin }, upload);
    keepUpload(res);
    visit.redirect(`${IMPORTS_PATH}/${id}`, '已上传，正在检查；检查通过并确认前不写入。');
  } catch (error) {
    if (!isListRefusal(error)) throw error;
    await renderList(pages, visit, typed, { file: presentRefusal(error) }, 422);
  }
}

/** 数据导入: the province's lists, each checked before it is written. */
export function createImportControllers(db: Knex, jobs: ImportJobs, tokens: OfficeTokens) {
  const pages: ImportPages = { db, jobs, tokens };
  return {
    ...bindParts(pages, {
      upload: submitUpload,
      map: submitMapping,
      confirm: submitConfirmation,
      downloadFaults: sendFaults,
      downloadEffects: sendJobEffects,
    }),
    list: (visit) =>
      renderList(pages, visit, { kind: readParameter(visit.req.query, 'kind'), sheet: '' }, {}, 200),
    show: async (visit) => renderJob(pages, visit, await getJob(pages, visit), null, 200),
    approve: submitAct(pages, 'approve'),
    refuse: submitAct(pages, 'refuse'),
    stop: submitAct(pages, 'stop'),
    discard: submitAct(pages, 'discard'),
  } satisfies Record<string, OfficerHandler>;
}

export type ImportControllers = ReturnType<typeof createImportControllers>;
