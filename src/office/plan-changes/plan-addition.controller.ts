import { readReason } from '../../domain/officers/reason.form';
import { nameCounties } from '../../domain/places/place.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import type { TypedPlanRow } from '../imports/kinds/plan-cells';
import { purposeOfAddition } from './plan-addition';
import {
  additionFields,
  carryRow,
  gatherFaults,
  type PlanErrors,
  presentTypedRow,
  readTypedRow,
} from './plan-change.form';
import { describeAddition, namePlanRow, presentPlanRow } from './plan-change.presenter';
import { findWithdrawnRow } from './plan-change.repository';
import { NOT_TOLD, type PlanControllerParts, TOLD } from './plan-row.controller';
import { type NewPlanRow, toListed } from './plan-row.repository';

const BLANK: TypedPlanRow = { cells: {}, others: [] };

interface Posted {
  readonly pack: RulePack;
  readonly typed: TypedPlanRow;
  readonly row: NewPlanRow;
  readonly reason: string;
}

async function renderForm(
  pages: PlanControllerParts,
  visit: OfficerVisit,
  typed: TypedPlanRow,
  errors: PlanErrors,
): Promise<void> {
  const { db, cells } = pages;
  const pack = await getActiveRulePack(db);
  visit.render(
    'office/plan-changes/new',
    {
      batches: pack.batches,
      planTypes: pack.planTypes,
      typed: presentTypedRow(typed, pack),
      lists: cells.listNames(pack),
      counties: [...(await nameCounties(db)).values()],
      errors,
      reason: visit.req.method === 'POST' ? readField(visit.req, 'reason') : '',
      faults: listFaults({ ...errors }, ['form', ...additionFields, 'reason']),
    },
    { status: Object.keys(errors).length === 0 ? 200 : 422 },
  );
}

/** The row that a withdrawal took out, as it was; a blank form without one. */
async function findFormer(
  pages: PlanControllerParts,
  { req }: OfficerVisit,
  pack: RulePack,
): Promise<TypedPlanRow> {
  const { db, cells } = pages;
  const { withdrawal } = req.query;
  if (typeof withdrawal !== 'string' || !/^[1-9]\d{0,14}$/.test(withdrawal)) return BLANK;
  const row = await findWithdrawnRow(db, pack.year, Number(withdrawal));
  return row === null ? BLANK : cells.describe(db, pack, toListed(row));
}

/** What was posted; null when it was wrong and the form has been sent again. */
async function readPosted(pages: PlanControllerParts, visit: OfficerVisit): Promise<Posted | null> {
  const { db, cells } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTypedRow(visit.req, pack, additionFields);
  const { row, faults } = await cells.read(db, pack, typed);
  const { reason, error } = readReason(visit.req);
  const errors = {
    ...(faults === null ? {} : gatherFaults(faults, additionFields)),
    ...(error === '' ? {} : { reason: error }),
  };
  if (row !== null && error === '') return { pack, typed, row, reason };
  await renderForm(pages, visit, typed, errors);
  return null;
}

async function showNew(pages: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  await renderForm(pages, visit, await findFormer(pages, visit, await getActiveRulePack(pages.db)), {});
}

async function showPreview(pages: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const { service, tokens } = pages;
  const posted = await readPosted(pages, visit);
  if (posted === null) return;
  const { pack, typed, row, reason } = posted;
  const { same, holders, grantsSave, institutionName } = await service.previewAddition(row);
  if (same !== null)
    return renderForm(pages, visit, typed, {
      form: `招生计划里已有${namePlanRow(same)}，请核对代号和科类，或直接调整那一条！`,
    });
  visit.render('office/plan-changes/new-preview', {
    shown: presentPlanRow(pack, { ...row, id: 0, institutionName }),
    addition: describeAddition(holders),
    holders,
    grantsSave,
    reason,
    fields: [
      ...carryRow(typed, pack),
      { name: 'reason', value: reason },
      { name: 'formToken', value: tokens.issue(visit.officer.id, purposeOfAddition) },
    ],
  });
}

async function submitAddition(pages: PlanControllerParts, visit: OfficerVisit): Promise<void> {
  const { service } = pages;
  const posted = await readPosted(pages, visit);
  if (posted === null) return;
  const { changeId, planName } = await service.add(actAuthorOf(visit, posted.reason), posted.row);
  const all = await service.tell(changeId);
  visit.redirect(
    `/office/plans?institution=${posted.row.institution}`,
    `已增加招生计划${planName}。${all ? TOLD : NOT_TOLD}`,
  );
}

/** 增加招生计划: a row that was left out, or that was withdrawn and is put back. */
export function createPlanAdditionControllers(pages: PlanControllerParts) {
  return bindParts(pages, { show: showNew, preview: showPreview, add: submitAddition });
}

export type PlanAdditionControllers = ReturnType<typeof createPlanAdditionControllers>;
