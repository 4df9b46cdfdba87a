import type { Knex } from 'knex';
import { listStoredWindows } from '../../domain/batches/stored-window.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { planSupplement } from '../../domain/supplements/plan-supplement';
import { presentSupplementFault } from '../../domain/supplements/supplement.presenter';
import { listMadeSupplements } from '../../domain/supplements/supplement.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId, readParameter } from '../../infrastructure/http/page-renderer';
import { keepUpload } from '../../infrastructure/http/set-up-uploads';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { IMPORTS_PATH } from '../imports/imports-path';
import type { ImportJobs } from '../imports/jobs/import-jobs.service';
import { remainderKind } from '../imports/kinds/plans';
import { readListFile } from '../imports/pages/upload.form';
import { isListRefusal } from '../imports/refusal';
import { presentRefusal } from '../imports/refusal.presenter';
import { SUPPLEMENTS_PATH } from './routes-path';
import { checkTyped, readTyped, type SupplementErrors, type TypedSupplement } from './supplement.form';
import { findChoices, listBases, presentMade, startTyped, undoTexts } from './supplement.presenter';
import { type SupplementService, undoPurpose } from './supplement.service';

interface SupplementPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly jobs: ImportJobs;
  readonly service: SupplementService;
  readonly tokens: OfficeTokens;
}

async function renderList(
  pages: SupplementPages,
  visit: OfficerVisit,
  errors: SupplementErrors,
  status: number,
): Promise<void> {
  const { db, clock, tokens } = pages;
  const pack = await getActiveRulePack(db);
  const [windows, now] = [await listStoredWindows(db, pack.code), await clock.now(db)];
  const acts = visit.officer.role === 'province';
  const standing = (await listMadeSupplements(db, pack.code)).map((one) =>
    presentMade(pack, windows, one, now),
  );
  const made = standing.map((one) => ({
    ...one,
    undoable: acts && one.undoable,
    token: acts ? tokens.issue(visit.officer.id, undoPurpose(one.id)) : '',
  }));
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '征集',
      plainName: 'supplements',
      ...tabulate(
        [
          ['征集', ({ name }) => name],
          ['剩余计划', ({ planRows }) => planRows],
          ['填报时间', ({ times }) => times],
          ['建立', ({ made: when }) => when],
          ['状态', ({ state }) => state],
        ],
        made,
      ),
    });
  visit.render(
    'office/supplements/list',
    {
      made,
      acts,
      bases: listBases(pack, windows, now),
      errors,
      reason: status === 200 ? '' : readField(visit.req, 'reason'),
      faults: Object.entries(errors).map(([field, text]) => ({ href: `#${field}`, text })),
    },
    { status },
  );
}

async function renderForm(
  pages: SupplementPages,
  visit: OfficerVisit,
  pack: RulePack,
  typed: TypedSupplement,
  errors: SupplementErrors,
  status: number,
): Promise<void> {
  const choices = await findChoices(pages.db, pack, typed.base);
  const base = pack.batches.find(({ code }) => code === typed.base);
  const order = [
    ...['base', 'opensAt', 'closesAt', 'dailyFrom', 'dailyUntil'],
    ...choices.tracks.map(({ code }) => `line-${code}`),
    ...['people', 'qualification', 'file', 'sheet'],
  ];
  visit.render(
    'office/supplements/new',
    {
      base: { code: typed.base, name: base?.name ?? '' },
      ...choices,
      typed,
      errors,
      faults: listFaults(errors, order),
      maxMegabytes: pages.jobs.maxMegabytes,
    },
    { status },
  );
}

const showList = (pages: SupplementPages, visit: OfficerVisit) => renderList(pages, visit, {}, 200);

async function showNew(pages: SupplementPages, visit: OfficerVisit): Promise<void> {
  const pack = await getActiveRulePack(pages.db);
  const base = readParameter(visit.req.query, 'base');
  const batch = pack.batches.find(({ code }) => code === base);
  const errors = { base: '请选择要征集的批次！' };
  if (batch === undefined) return renderList(pages, visit, errors, base === '' ? 200 : 422);
  await renderForm(pages, visit, pack, startTyped(pack, batch), {}, 200);
}

/** The settings, and the list that they are for: checked together, and made by two on the page of the import. */
async function submitNew(pages: SupplementPages, visit: OfficerVisit): Promise<void> {
  const { db, clock, jobs } = pages;
  const { officer, origin, req, res } = visit;
  const pack = await getActiveRulePack(db);
  const choices = await findChoices(db, pack, readField(req, 'base'));
  const typed = readTyped(choices.tracks, (name) => readField(req, name));
  const { supplement, errors: wrong } = checkTyped(typed, choices);
  const { file, error } = readListFile(req, res, jobs.maxMegabytes);
  const planned =
    supplement === null ? null : await planSupplement(db, pack, supplement, await clock.now(db));
  const clashes = planned !== null && 'faults' in planned ? planned.faults : [];
  const errors: SupplementErrors = {
    ...wrong,
    ...Object.fromEntries(clashes.map((fault) => [fault.field, presentSupplementFault(fault)])),
    ...(error !== '' && { file: error }),
  };
  const again = (more: SupplementErrors) =>
    renderForm(
      pages,
      visit,
      pack,
      typed,
      { ...(error === '' && { file: '请重新选择剩余计划的文件！' }), ...more },
      422,
    );
  if (supplement === null || file === null || Object.keys(errors).length > 0) return again(errors);
  try {
    const upload = { ...file, kind: remainderKind, sheet: typed.sheet || null, supplement };
    const id = await jobs.begin({ officer, origin }, upload);
    keepUpload(res);
    visit.redirect(`${IMPORTS_PATH}/${id}`, '已上传，正在检查；由另一名工作人员批准之前，一切照旧。');
  } catch (refused) {
    if (!isListRefusal(refused)) throw refused;
    await again({ file: presentRefusal(refused) });
  }
}

async function submitUndoing(pages: SupplementPages, visit: OfficerVisit): Promise<void> {
  const id = readId(visit.req, 'supplement');
  const { reason, error } = readReason(visit.req);
  const field = `undo-${id}`;
  if (error !== '') return renderList(pages, visit, { [field]: error }, 422);
  const refusal = await pages.service.undo(actAuthorOf(visit, reason), id);
  if (refusal !== null) return renderList(pages, visit, { [field]: undoTexts[refusal] }, 409);
  visit.redirect(SUPPLEMENTS_PATH, '已撤销，规则包、招生计划和填报时间恢复到没有这次征集的样子。');
}

/** 征集: made of a list of remaining places, and undone until it opens. */
export function createSupplementControllers(pages: SupplementPages) {
  return bindParts(pages, { list: showList, showNew, submit: submitNew, undo: submitUndoing });
}

export type SupplementControllers = ReturnType<typeof createSupplementControllers>;
