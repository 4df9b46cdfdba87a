import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { auditOfficer } from '../../domain/officers/audit-officer';
import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import { exportRefusals, presentLayoutFault } from './export.presenter';
import type { ExportResult } from './export.service';
import {
  blankOrder,
  type ExportPages,
  nameBatch,
  renderList,
  type TypedOrder,
} from './export-list.controller';
import { parseLayout } from './layout';
import { findExport, readParts } from './list-export.repository';

const PATH = '/office/exports';

async function answer(
  pages: ExportPages,
  visit: OfficerVisit,
  result: ExportResult,
  field: string,
): Promise<void> {
  if (result.refusal === null)
    return visit.render('office/exports/half', {
      id: result.id,
      half: result.half,
      first: field === 'batches',
    });
  const text = exportRefusals[result.refusal].replace('{batch}', nameBatch(pages, result.batch ?? ''));
  const typed = field === 'batches' ? readTyped(visit) : blankOrder;
  await renderList(pages, visit, typed, { [field]: text }, 409);
}

function readTyped({ req }: OfficerVisit): TypedOrder & { readonly layout: string } {
  const value: unknown = req.body?.batches;
  const batches = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  const layout = readField(req, 'layout');
  return { batches: batches as readonly string[], reason: readReason(req).reason, layout };
}

const idOf = ({ req }: OfficerVisit) => readId(req, 'export');

async function submitRequest(pages: ExportPages, visit: OfficerVisit): Promise<void> {
  const { reference, service } = pages;
  const typed = readTyped(visit);
  const { reason, error } = readReason(visit.req);
  const known = typed.batches.every((code) => reference.current().calendar.findBatch(code) !== null);
  const errors: Record<string, string> = {};
  if (typed.batches.length === 0 || !known) errors.batches = '请选择要导出的批次！';
  if (error !== '') errors.reason = error;
  const layout = parseLayout(typed.layout);
  if ('code' in layout) errors.layout = presentLayoutFault(layout);
  if ('code' in layout || Object.keys(errors).length > 0) return renderList(pages, visit, typed, errors, 422);
  await answer(
    pages,
    visit,
    await service.request(authorOf(visit), { batches: [...new Set(typed.batches)], reason, layout }),
    'batches',
  );
}

async function submitApproval(pages: ExportPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  await answer(pages, visit, await pages.service.approve(authorOf(visit), id), `export-${id}`);
}

async function submitRefusal({ service }: ExportPages, visit: OfficerVisit): Promise<void> {
  await service.refuse(authorOf(visit), idOf(visit));
  visit.redirect(PATH, '已退回申请，没有导出。');
}

async function submitStop({ service }: ExportPages, visit: OfficerVisit): Promise<void> {
  await service.stop(authorOf(visit), idOf(visit));
  visit.redirect(PATH, '已停止，没有生成文件。');
}

async function sendPackage({ db }: ExportPages, visit: OfficerVisit): Promise<void> {
  const id = idOf(visit);
  const found = await findExport(db, id);
  if (found === null) throw notFound();
  if (found.state !== 'done' || !found.kept) throw new AppError('conflict', 409);
  await db.transaction((transaction) =>
    auditOfficer(transaction, visit.officer, visit.origin, {
      action: 'downloadExport',
      subjectKind: 'export',
      subjectId: id,
    }),
  );
  visit.res.setHeader('Content-Type', 'application/octet-stream');
  visit.res.setHeader('Content-Disposition', `attachment; filename="lists-${id}.zyexp"`);
  await pipeline(Readable.from(readParts(db, id)), visit.res);
}

/** 志愿导出: final lists, asked by one officer of the province, approved by another, sealed by both. */
export function createExportControllers(pages: ExportPages) {
  return {
    ...bindParts(pages, {
      request: submitRequest,
      approve: submitApproval,
      refuse: submitRefusal,
      stop: submitStop,
      send: sendPackage,
    }),
    list: (visit) => renderList(pages, visit, blankOrder, {}, 200),
  } satisfies Record<string, OfficerHandler>;
}

export type ExportControllers = ReturnType<typeof createExportControllers>;
