import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId, readParameter } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { listPrintChoices, namePart, presentJob, presentPart } from './print-job.presenter';
import type { PrintJobService } from './print-job.service';
import { findPrintTarget, listBatchTargets, listRoundTargets, type PrintTarget } from './print-target';
import { START_PURPOSE } from './start-print-job';

interface PrintJobPages {
  readonly reference: Watched<Reference>;
  readonly jobs: PrintJobService;
  readonly tokens: OfficeTokens;
}

const PAGE = 'office/print-jobs/job';

type Errors = Partial<Record<'group' | 'reason', string>>;

const pack = ({ reference }: PrintJobPages) => reference.current().calendar.pack;

const findChosen = (pages: PrintJobPages, value: string) => findPrintTarget(pack(pages), value);

async function render(
  pages: PrintJobPages,
  visit: OfficerVisit,
  target: PrintTarget | null,
  errors: Errors,
  status: number,
): Promise<void> {
  const { jobs, tokens } = pages;
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '打印任务',
      plainName: 'print-jobs',
      ...tabulate(
        [
          ['时间', ({ createdAt }) => createdAt],
          ['批次', ({ batch: name }) => name],
          ['范围', ({ title }) => title],
          ['已生成', ({ printed }) => printed],
          ['共', ({ total }) => total],
          ['状态', ({ state }) => state],
        ],
        (await jobs.listJobs(visit, { whole: true })).map((job) => presentJob(pack(pages), job)),
      ),
    });
  const [list, wait, classes] = await Promise.all([
    jobs.listJobs(visit),
    target && jobs.findWait(visit, target),
    target && jobs.listClasses(visit, target),
  ]);
  visit.render(
    'office/print-jobs/printing',
    {
      rounds: listRoundTargets(pack(pages)),
      batches: listBatchTargets(pack(pages)),
      target,
      wait: wait === null ? '' : wait.getTime() === 0 ? '—' : formatInstant(wait),
      choices: classes === null ? [] : listPrintChoices(visit.officer.placeName, classes),
      typed: { group: readField(visit.req, 'group'), reason: readField(visit.req, 'reason') },
      errors,
      faults: listFaults(errors, ['group', 'reason']),
      jobs: list.map((job) => presentJob(pack(pages), job)),
      formToken: tokens.issue(visit.officer.id, START_PURPOSE),
    },
    { status },
  );
}

async function renderJob(pages: PrintJobPages, visit: OfficerVisit, template: string): Promise<void> {
  const { job, parts } = await pages.jobs.getJob(visit, readId(visit.req, 'job'));
  const model = presentJob(pack(pages), job);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: `打印任务${job.id}的文件`,
      plainName: `print-job-${job.id}`,
      ...tabulate(
        [
          ['部分', ({ part }) => part],
          ['学校和班级', ({ name }) => name],
          ['志愿表', ({ forms }) => forms],
          ['大小', ({ size }) => size],
          ['状态', ({ removed }) => (removed ? '已到期删除' : '可以下载')],
        ],
        parts.map(presentPart),
      ),
    });
  // The buttons stand outside the part that looks again: what has ended is shown anew as a whole.
  if (template !== PAGE && !model.moves) visit.res.setHeader('HX-Refresh', 'true');
  visit.render(template, { job: model, parts: parts.map(presentPart) });
}

const onJob =
  (work: (visit: OfficerVisit, id: number) => Promise<number>, said: string): OfficerHandler =>
  async (visit) =>
    visit.redirect(`/office/printing/jobs/${await work(visit, readId(visit.req, 'job'))}`, said);

function showPrinting(pages: PrintJobPages, visit: OfficerVisit) {
  return render(pages, visit, findChosen(pages, readParameter(visit.req.query, 'batch')), {}, 200);
}

async function submitStart(pages: PrintJobPages, visit: OfficerVisit): Promise<void> {
  const { jobs } = pages;
  const target = findChosen(pages, readField(visit.req, 'batch'));
  if (target === null) return render(pages, visit, null, {}, 422);
  const choices = listPrintChoices(visit.officer.placeName, await jobs.listClasses(visit, target));
  const choice = choices.find(({ value }) => value === readField(visit.req, 'group'));
  const { reason, error } = readReason(visit.req);
  const errors: Errors = {
    ...(choice === undefined ? { group: '请选择打印范围！' } : {}),
    ...(choice?.filed === 0 ? { group: '所选范围内没有已保存的志愿，不用打印，请选择其他学校或班级！' } : {}),
    ...(error === '' ? {} : { reason: error }),
  };
  if (choice === undefined || Object.keys(errors).length > 0)
    return render(pages, visit, target, errors, 422);
  const { schoolCode, className, label } = choice;
  const id = await jobs.start(visit, {
    target,
    group: { schoolCode, className },
    title: label,
    reason,
    token: readField(visit.req, 'formToken'),
  });
  visit.redirect(`/office/printing/jobs/${id}`, `已开始生成：${label}。`);
}

async function sendPart({ jobs }: PrintJobPages, visit: OfficerVisit): Promise<void> {
  const part = readId(visit.req, 'part');
  const id = readId(visit.req, 'job');
  const { part: found, pdf } = await jobs.getPart(visit, id, part);
  const name = `志愿表-${namePart(found)}-第${id}次任务-第${part}部分`;
  sendPdfFile(visit.res, pdf, name, `forms-${id}-${part}`);
}

/** 打印归档: choose a batch, then county, school or class; watch, stop, go on, fetch. */
export function createPrintJobControllers(pages: PrintJobPages) {
  return {
    ...bindParts(pages, { show: showPrinting, start: submitStart, sendPart }),
    showJob: (visit) => renderJob(pages, visit, PAGE),
    showProgress: (visit) => renderJob(pages, visit, 'office/print-jobs/_progress'),
    stop: onJob((visit, id) => pages.jobs.stop(visit, id), '已停止，已生成的部分可以下载。'),
    resume: onJob((visit, id) => pages.jobs.resume(visit, id), '已继续生成。'),
  } satisfies Record<string, OfficerHandler>;
}

export type PrintJobControllers = ReturnType<typeof createPrintJobControllers>;
