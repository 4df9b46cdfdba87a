import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId, readParameter } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerVisit } from '../as-officer';
import { kinds, packOf, type ReceiptPages, showMissing } from './missing.controller';
import { presentReceipt, presentReceiptFault } from './receipt.presenter';
import { undoPurpose } from './receipt.service';
import { findReceiptKind, type ReceiptKind } from './receipt-kind';

async function render(
  pages: ReceiptPages,
  visit: OfficerVisit,
  kind: ReceiptKind,
  error: string,
  status: number,
) {
  const own = (await pages.receipts.listOwn(visit, { whole: visit.askedTable !== null })).map((one) =>
    presentReceipt(packOf(pages), one),
  );
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '我最近登记的',
      plainName: 'receipts',
      ...tabulate(
        [
          ['时间', ({ at }) => at],
          ['考生', ({ candidate }) => candidate],
          ['批次', ({ batch }) => batch],
          ['内容', ({ kind: name }) => name],
        ],
        own,
      ),
    });
  visit.render(
    'office/filing-receipts/scan',
    {
      kinds,
      kind,
      number: error === '' ? '' : readField(visit.req, 'number'),
      error,
      own,
    },
    { status },
  );
}

async function renderUndoing(
  pages: ReceiptPages,
  visit: OfficerVisit,
  error: string,
  status: number,
): Promise<void> {
  const { receipts, tokens } = pages;
  const receipt = await receipts.getReceipt(visit, readId(visit.req, 'receipt'));
  visit.render(
    'office/filing-receipts/undoing',
    {
      receipt: presentReceipt(packOf(pages), receipt),
      reason: readField(visit.req, 'reason'),
      error,
      faults: listFaults({ reason: error }, ['reason']),
      formToken: tokens.issue(visit.officer.id, undoPurpose(receipt.id)),
    },
    { status },
  );
}

function showReceipts(pages: ReceiptPages, visit: OfficerVisit) {
  return render(pages, visit, findReceiptKind(readParameter(visit.req.query, 'kind')) ?? 'stamped', '', 200);
}

async function submitMark(pages: ReceiptPages, visit: OfficerVisit): Promise<void> {
  const { receipts } = pages;
  const kind = findReceiptKind(readField(visit.req, 'kind'));
  if (kind === null) return render(pages, visit, 'stamped', '请选择登记的内容！', 422);
  const result = await receipts.mark(visit, kind, readField(visit.req, 'number'));
  if (result.outcome === 'refused')
    return render(
      pages,
      visit,
      kind,
      presentReceiptFault(result.fault),
      result.fault === 'repeated' ? 409 : 422,
    );
  const noted = presentReceipt(packOf(pages), await receipts.getReceipt(visit, result.id));
  visit.redirect(
    `/office/receipts?kind=${kind}`,
    `已登记：${noted.candidate}，${noted.batch}，${noted.kind}。`,
  );
}

function showUndoing(pages: ReceiptPages, visit: OfficerVisit) {
  return renderUndoing(pages, visit, '', 200);
}

async function submitUndoing(pages: ReceiptPages, visit: OfficerVisit): Promise<void> {
  const { reason, error } = readReason(visit.req);
  if (error !== '') return renderUndoing(pages, visit, error, 422);
  await pages.receipts.undo(visit, readId(visit.req, 'receipt'), reason, readField(visit.req, 'formToken'));
  visit.redirect('/office/receipts', '已撤销登记。');
}

/** 登记盖章归档: one field that a scanner types into, one form for each scan. */
export function createReceiptControllers(pages: ReceiptPages) {
  return bindParts(pages, {
    show: showReceipts,
    mark: submitMark,
    showUndoing,
    undo: submitUndoing,
    showMissing,
  });
}

export type ReceiptControllers = ReturnType<typeof createReceiptControllers>;
