import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { readField, readParameter } from '../../infrastructure/http/page-renderer';
import type { OfficerVisit } from '../as-officer';
import {
  presentPlanChange,
  presentPlanRow,
  tabulateChanges,
  tabulatePlanRows,
} from './plan-change.presenter';
import { listPlanChanges } from './plan-change.repository';
import {
  NOT_TOLD,
  type PlanControllerParts,
  showPreview,
  showRow,
  submitChange,
  TOLD,
} from './plan-row.controller';
import { listPlanRows } from './plan-row.repository';

const SHOWN = 50;
const MAX_ROWS = 300;

async function showPlans({ db }: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const read = (name: string) => readParameter(visit.req.query, name).normalize('NFKC').trim().toUpperCase();
  const pack = await getActiveRulePack(db);
  const batch = pack.batches.find(({ code }) => code.toUpperCase() === read('batch'))?.code ?? '';
  const filter = { batch, institution: read('institution'), major: read('major') };
  const nameOf = (code: string) => pack.batches.find((one) => one.code === code)?.name ?? code;
  const found =
    filter.institution === ''
      ? null
      : await listPlanRows(db, pack.year, filter, visit.askedTable === null ? MAX_ROWS : null);
  const rows = found?.map((row) => presentPlanRow(pack, row)) ?? null;
  const listed = await listPlanChanges(db, visit.askedTable === null ? SHOWN : null);
  const changes = listed.map((one) => ({ ...presentPlanChange(one), batchName: nameOf(one.batch) }));
  if (visit.askedTable === 'changes')
    return visit.sendTable({
      name: '招生计划的调整',
      plainName: 'plan-changes',
      ...tabulateChanges(changes),
    });
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: `招生计划-${filter.institution}`,
      plainName: 'plans',
      ...tabulatePlanRows(rows ?? []),
    });
  visit.render('office/plan-changes/list', {
    filter,
    batches: pack.batches,
    rows,
    full: rows?.length === MAX_ROWS,
    limit: MAX_ROWS,
    changes,
    mayChange: visit.officer.role === 'province',
  });
}

async function submitTelling({ service }: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const id = Number(readField(visit.req, 'change'));
  if (!Number.isSafeInteger(id) || id <= 0) throw notFound();
  visit.redirect('/office/plans', (await service.tell(id)) ? TOLD : NOT_TOLD);
}

/** 招生计划: a row found, changed or withdrawn while the system runs, and those who filed it told. */
export function createPlanChangeControllers(pages: PlanControllerParts) {
  return bindParts(pages, {
    list: showPlans,
    show: showRow,
    preview: showPreview,
    change: submitChange,
    goOn: submitTelling,
  });
}

export type PlanChangeControllers = ReturnType<typeof createPlanChangeControllers>;
