import type { Knex } from 'knex';
import type { OfficeTokens } from '../../../domain/officers/office-token.repository';
import { getActiveRulePack } from '../../../domain/rule-packs/rule-pack.repository';
import { AppError, notFound } from '../../../infrastructure/errors';
import { listFaults } from '../../../infrastructure/http/list-faults';
import { readField, readId } from '../../../infrastructure/http/page-renderer';
import { tabulate } from '../../../infrastructure/spreadsheets/office-table';
import { sendTable } from '../../../infrastructure/spreadsheets/send-table.controller';
import type { OfficerHandler, OfficerVisit } from '../../as-officer';
import { authorOf } from '../../author';
import { presentEffect } from '../effects/effect.presenter';
import { listEffects } from '../effects/effect.repository';
import { presentFault } from '../fault.presenter';
import { IMPORTS_PATH } from '../imports-path';
import type { ImportJob } from '../jobs/import-job';
import { findJob } from '../jobs/import-job.repository';
import type { ImportJobs } from '../jobs/import-jobs.service';
import { purposeOfJob } from '../jobs/job-acts';
import { kindOfJob } from '../jobs/job-kind';
import { readConsent } from './consent.form';
import { sendEffects } from './effects.controller';
import { presentJob, presentReport } from './job.presenter';
import { type ChosenLayout, readMappingForm, startLayout, turnToRow } from './mapping.form';
import { presentMapping } from './mapping.presenter';
import { presentSupplement } from './supplement.presenter';

const actsDone = {
  confirm: '已确认，正在写入。',
  stop: '已停止，没有写入。',
  discard: '已放弃此文件，没有写入。',
  approve: '已批准，正在写入。',
  refuse: '没有写入。',
} as const;
const SHOWN_EFFECTS = 50;

export interface ImportPages {
  readonly db: Knex;
  readonly jobs: ImportJobs;
  readonly tokens: OfficeTokens;
}

/** @throws AppError notFound */
export async function getJob(pages: ImportPages, { req }: OfficerVisit): Promise<ImportJob> {
  const job = await findJob(pages.db, readId(req, 'job'));
  if (job === null) throw notFound();
  return job;
}

/** One file: what it is read as, what was found in it, and what it would do. */
export async function renderJob(
  pages: ImportPages,
  visit: OfficerVisit,
  job: ImportJob,
  chosen: ChosenLayout | null,
  status: number,
  consent: ReturnType<typeof readConsent> = { typed: { number: '', reason: '' }, errors: {} },
): Promise<void> {
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: `导入错误${job.id}`,
      plainName: `import-faults-${job.id}`,
      ...tabulate(
        [
          ['行', ({ rows }) => rows],
          ['行数', ({ count }) => count],
          ['列', ({ column }) => column],
          ['文件里的内容', ({ found }) => found],
          ['原因', ({ reason }) => reason],
        ],
        (job.report?.faults ?? []).map(presentFault),
      ),
    });
  const token = (act: Parameters<typeof purposeOfJob>[0]) =>
    pages.tokens.issue(visit.officer.id, purposeOfJob(act, job.id));
  const { columns } = kindOfJob(job);
  visit.render(
    'office/imports/job',
    {
      job: presentJob(job),
      report: job.report === null ? null : presentReport(job.report),
      supplement: await findSupplement(pages.db, job),
      effects: await presentEffects(pages, job),
      own: job.consent?.officerId === visit.officer.id,
      typed: consent.typed,
      errors: consent.errors,
      mapping:
        job.state === 'mapping' && job.looked.length > 0
          ? presentMapping(job, columns, chosen ?? startLayout(job))
          : null,
      faults: chosen?.faults ?? listFaults({ ...consent.errors }, ['number', 'reason']),
      tokens: {
        map: token('map'),
        confirm: token('confirm'),
        approve: token('approve'),
        refuse: token('refuse'),
        stop: token('stop'),
        discard: token('discard'),
      },
    },
    { status },
  );
}

async function findSupplement(db: Knex, { report, state }: ImportJob) {
  const made = report?.supplement;
  return made === undefined ? null : presentSupplement(await getActiveRulePack(db), made, state === 'done');
}

async function presentEffects(pages: ImportPages, job: ImportJob) {
  const { db } = pages;
  const stake = job.report?.stake ?? null;
  if (stake === null) return [];
  const pack = await getActiveRulePack(db);
  const effects = await listEffects(db, stake.effectsId, 0, SHOWN_EFFECTS);
  return effects.map((effect) => presentEffect(kindOfJob(job), pack, effect));
}

/** One act on one job, back to its page. */
export const submitAct =
  (pages: ImportPages, work: 'approve' | 'refuse' | 'stop' | 'discard'): OfficerHandler =>
  async (visit) => {
    const job = await getJob(pages, visit);
    await pages.jobs[work](authorOf(visit), job);
    visit.redirect(`${IMPORTS_PATH}/${job.id}`, actsDone[work]);
  };

/** What the columns stand for: looked at again, or said. */
export async function submitMapping(pages: ImportPages, visit: OfficerVisit): Promise<void> {
  const job = await getJob(pages, visit);
  if (job.state !== 'mapping') throw new AppError('conflict', 409);
  const { columns } = kindOfJob(job);
  const chosen = readMappingForm(visit.req, job, columns);
  const { req } = visit;
  if (readField(req, 'act') === 'look')
    return renderJob(pages, visit, job, turnToRow(req, job, columns, chosen), 200);
  if (chosen.faults.length > 0) return renderJob(pages, visit, job, chosen, 422);
  await pages.jobs.map(authorOf(visit), job, chosen.layout);
  visit.redirect(`${IMPORTS_PATH}/${job.id}`, '已提交列的对应关系，正在检查。');
}

/** 确认导入, with what the import asks for. */
export async function submitConfirmation(pages: ImportPages, visit: OfficerVisit): Promise<void> {
  const job = await getJob(pages, visit);
  const { req } = visit;
  const stake = job.report?.stake ?? null;
  const asks = job.report?.asks ?? 'none';
  const consent = readConsent(req, stake);
  if (asks !== 'none' && job.state === 'checked' && Object.keys(consent.errors).length > 0)
    return renderJob(pages, visit, job, null, 422, consent);
  const reason = asks === 'none' ? '' : consent.typed.reason;
  await pages.jobs.confirm(authorOf(visit), job, reason);
  const said = asks === 'secondOfficer' ? '已申请，等待另一名工作人员批准。' : actsDone.confirm;
  visit.redirect(`${IMPORTS_PATH}/${job.id}`, said);
}

/** Every fault of a file, as CSV. */
export async function sendFaults(pages: ImportPages, visit: OfficerVisit): Promise<void> {
  const job = await getJob(pages, visit);
  const faults = job.report?.faults ?? [];
  await sendTable(visit.res, 'csv', {
    name: `导入错误${job.id}`,
    plainName: `import-faults-${job.id}`,
    headings: ['行', '行数', '列', '文件里的内容', '原因'],
    count: faults.length,
    rows: listRows(faults.map(presentFault)),
  });
}

/** Everything that the import would change. */
export async function sendJobEffects(pages: ImportPages, visit: OfficerVisit): Promise<void> {
  const { db } = pages;
  const job = await getJob(pages, visit);
  const { format } = visit.req.params;
  const stake = job.report?.stake ?? null;
  if (stake === null || (format !== 'csv' && format !== 'xlsx')) throw notFound();
  await sendEffects(visit.res, format, {
    db,
    kind: kindOfJob(job),
    pack: await getActiveRulePack(db),
    effectsId: stake.effectsId,
    listed: stake.listed,
  });
}

async function* listRows(faults: readonly ReturnType<typeof presentFault>[]) {
  for (const { rows, count, column, found, reason } of faults) yield [rows, count, column, found, reason];
}
