import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { nameCounties } from '../../domain/places/place.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import type { PlanCells, TypedPlanRow } from '../imports/kinds/plan-cells';
import {
  carryRow,
  changeFields,
  gatherFaults,
  type PlanErrors,
  presentTypedRow,
  readTypedRow,
} from './plan-change.form';
import { namePlanRow, presentPlanRow } from './plan-change.presenter';
import { type PlanChangeService, purposeOfPlanChange } from './plan-change.service';
import { type PlanRow, type PlanRowChange, toListed } from './plan-row.repository';

export interface PlanControllerParts {
  readonly db: Knex;
  readonly service: PlanChangeService;
  readonly tokens: OfficeTokens;
  /** Reads what is typed as an import reads its cells. */
  readonly cells: PlanCells;
}
export const TOLD = '已通知含有此计划的全部考生。';
export const NOT_TOLD = '通知还没有全部发出，请点击“继续通知”。';

interface Posted {
  readonly pack: RulePack;
  readonly row: PlanRow;
  readonly typed: TypedPlanRow;
  /** Null withdraws the row. */
  readonly change: PlanRowChange | null;
  readonly reason: string;
}

async function getRow(pages: PlanControllerParts, { req }: OfficerVisit): Promise<PlanRow> {
  return pages.service.getRow(readId(req, 'plan'));
}

async function renderRow(
  pages: PlanControllerParts,
  visit: OfficerVisit,
  row: PlanRow,
  typed: TypedPlanRow,
  errors: PlanErrors,
): Promise<void> {
  const { db, cells } = pages;
  const pack = await getActiveRulePack(db);
  visit.render(
    'office/plan-changes/row',
    {
      row,
      shown: presentPlanRow(pack, row),
      typed: presentTypedRow(typed, pack),
      lists: cells.listNames(pack),
      counties: [...(await nameCounties(db)).values()],
      errors,
      reason: visit.req.method === 'POST' ? readField(visit.req, 'reason') : '',
      faults: listFaults({ ...errors }, ['form', ...changeFields, 'reason']),
      mayChange: visit.officer.role === 'province',
    },
    { status: Object.keys(errors).length === 0 ? 200 : 422 },
  );
}

/** What was posted; null when it was wrong and the form has been sent again. */
async function readPosted(pages: PlanControllerParts, visit: OfficerVisit): Promise<Posted | null> {
  const row = await getRow(pages, visit);
  const pack = await getActiveRulePack(pages.db);
  const typed = readTypedRow(visit.req, pack, changeFields);
  const { reason, error } = readReason(visit.req);
  const withdraws = readField(visit.req, 'act') === 'withdraw';
  const reading = withdraws ? { row: null, faults: null } : await readChange(pages, pack, row, typed);
  const errors = { ...reading.faults, ...(error === '' ? {} : { reason: error }) };
  if (Object.keys(errors).length === 0) return { pack, row, typed, change: reading.row, reason };
  await renderRow(pages, visit, row, typed, errors);
  return null;
}

/** The row with what was typed over it, read anew; a fault that stands in no field of the form is the form's. */
async function readChange(pages: PlanControllerParts, pack: RulePack, row: PlanRow, typed: TypedPlanRow) {
  const { cells, db } = pages;
  const stands = await cells.describe(db, pack, toListed(row));
  const read = await cells.read(db, pack, {
    cells: { ...stands.cells, ...typed.cells },
    others: typed.others,
  });
  return read.faults === null ? read : { row: null, faults: gatherFaults(read.faults, changeFields) };
}

/** One row, as it stands. */
export async function showRow(pages: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const { cells, db } = pages;
  const row = await getRow(pages, visit);
  await renderRow(
    pages,
    visit,
    row,
    await cells.describe(db, await getActiveRulePack(db), toListed(row)),
    {},
  );
}

/** What a change or a withdrawal would do. */
export async function showPreview(pages: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const { service, tokens } = pages;
  const posted = await readPosted(pages, visit);
  if (posted === null) return;
  const { pack, row, typed, change, reason } = posted;
  const preview = await service.preview(row.id, change);
  if (preview.changes === '')
    return renderRow(pages, visit, row, typed, { form: '内容没有变化，请调整后再继续！' });
  visit.render('office/plan-changes/preview', {
    row,
    shown: presentPlanRow(pack, row),
    preview,
    reason,
    fields: [
      ...carryRow(typed, pack),
      { name: 'act', value: change === null ? 'withdraw' : 'change' },
      { name: 'reason', value: reason },
      { name: 'seen', value: preview.seen },
      { name: 'formToken', value: tokens.issue(visit.officer.id, purposeOfPlanChange(row.id)) },
    ],
  });
}

/** Changes or withdraws the row, and tells those who filed it. */
export async function submitChange(pages: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const { service } = pages;
  const posted = await readPosted(pages, visit);
  if (posted === null) return;
  const { row, change, reason } = posted;
  const author = actAuthorOf(visit, reason);
  const all = await service.tell(await service.change(author, row.id, change, readField(visit.req, 'seen')));
  const done = change === null ? '已撤销' : '已调整';
  visit.redirect('/office/plans', `${done}${namePlanRow(row)}。${all ? TOLD : NOT_TOLD}`);
}
