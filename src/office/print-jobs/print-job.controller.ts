import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { listPrintChoices, namePart, presentJob, presentPart } from './print-job.presenter';
import { type PrintJobService, START_PURPOSE } from './print-job.service';
import { findPrintTarget, listBatchTargets, listRoundTargets, type PrintTarget } from './print-target';

export interface PrintJobControllers {
  readonly show: OfficerHandler;
  readonly start: OfficerHandler;
  readonly showJob: OfficerHandler;
  /** The part of the page that looks again by itself. */
  readonly showProgress: OfficerHandler;
  readonly stop: OfficerHandler;
  readonly resume: OfficerHandler;
  readonly sendPart: OfficerHandler;
}

interface PrintJobPages {
  readonly reference: Watched<Reference>;
  readonly jobs: PrintJobService;
  readonly tokens: OfficeTokens;
}

const PAGE = 'office/print-jobs/job';

type Errors = Partial<Record<'group' | 'reason', string>>;

/** 打印归档: choose a batch, then county, school or class; watch, stop, go on, fetch. */
export function createPrintJobControllers({ reference, jobs, tokens }: PrintJobPages): PrintJobControllers {
  const pack = () => reference.current().calendar.pack;
  const findChosen = (value: string) => findPrintTarget(pack(), value);

  async function render(
    visit: OfficerVisit,
    target: PrintTarget | null,
    errors: Errors,
    status: number,
  ): Promise<void> {
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
          (await jobs.listJobs(visit, { whole: true })).map((job) => presentJob(pack(), job)),
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
        rounds: listRoundTargets(pack()),
        batches: listBatchTargets(pack()),
        target,
        wait: wait === null ? '' : wait.getTime() === 0 ? '—' : formatInstant(wait),
        choices: classes === null ? [] : listPrintChoices(visit.officer.placeName, classes),
        typed: { group: readField(visit.req, 'group'), reason: readField(visit.req, 'reason') },
        errors,
        faults: listFaults(errors, ['group', 'reason']),
        jobs: list.map((job) => presentJob(pack(), job)),
        formToken: tokens.issue(visit.officer.id, START_PURPOSE),
      },
      { status },
    );
  }

  async function renderJob(visit: OfficerVisit, template: string): Promise<void> {
    const { job, parts } = await jobs.getJob(visit, readId(visit.req, 'job'));
    const model = presentJob(pack(), job);
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

  const change =
    (work: (visit: OfficerVisit, id: number | null) => Promise<number>, said: string): OfficerHandler =>
    async (visit) =>
      visit.redirect(`/office/printing/jobs/${await work(visit, readId(visit.req, 'job'))}`, said);

  return {
    show: (visit) => render(visit, findChosen(String(visit.req.query.batch ?? '')), {}, 200),

    async start(visit) {
      const target = findChosen(readField(visit.req, 'batch'));
      if (target === null) return render(visit, null, {}, 422);
      const choices = listPrintChoices(visit.officer.placeName, await jobs.listClasses(visit, target));
      const choice = choices.find(({ value }) => value === readField(visit.req, 'group'));
      const { reason, error } = readReason(visit.req);
      const errors: Errors = {
        ...(choice === undefined ? { group: '请选择打印范围！' } : {}),
        ...(choice?.filed === 0
          ? { group: '所选范围内没有已保存的志愿，不用打印，请选择其他学校或班级！' }
          : {}),
        ...(error === '' ? {} : { reason: error }),
      };
      if (choice === undefined || Object.keys(errors).length > 0) return render(visit, target, errors, 422);
      const { schoolCode, className, label } = choice;
      const id = await jobs.start(visit, {
        target,
        group: { schoolCode, className },
        title: label,
        reason,
        token: readField(visit.req, 'formToken'),
      });
      visit.redirect(`/office/printing/jobs/${id}`, `已开始生成：${label}。`);
    },

    showJob: (visit) => renderJob(visit, PAGE),
    showProgress: (visit) => renderJob(visit, 'office/print-jobs/_progress'),
    stop: change((visit, id) => jobs.stop(visit, id), '已停止，已生成的部分可以下载。'),
    resume: change((visit, id) => jobs.resume(visit, id), '已继续生成。'),

    async sendPart(visit) {
      const part = readId(visit.req, 'part');
      const id = readId(visit.req, 'job');
      const { part: found, pdf } = await jobs.getPart(visit, id, part);
      const name = `志愿表-${namePart(found)}-第${id}次任务-第${part}部分`;
      sendPdfFile(visit.res, pdf, name, `forms-${id}-${part}`);
    },
  };
}
