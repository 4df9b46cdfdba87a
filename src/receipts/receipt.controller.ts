import type { Watched } from '../db/reference-watch';
import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { listFaults } from '../middleware/list-faults';
import { readField, readId } from '../middleware/page-renderer';
import { type OfficeTokens, readReason } from '../officers';
import type { Reference } from '../reference';
import { presentMissing, presentReceipt, presentReceiptFault } from './receipt.presenter';
import { MOST_MISSING, type ReceiptService, undoPurpose } from './receipt.service';
import { findReceiptKind, type ReceiptKind, receiptKinds, receiptNames } from './receipt-kind';

export interface ReceiptControllers {
  readonly show: OfficerHandler;
  readonly mark: OfficerHandler;
  readonly showUndoing: OfficerHandler;
  readonly undo: OfficerHandler;
  readonly showMissing: OfficerHandler;
}

export interface ReceiptPages {
  readonly reference: Watched<Reference>;
  readonly receipts: ReceiptService;
  readonly tokens: OfficeTokens;
}

/** 登记盖章归档: one field that a scanner types into, one form for each scan. */
export function createReceiptControllers({ reference, receipts, tokens }: ReceiptPages): ReceiptControllers {
  const pack = () => reference.current().calendar.pack;
  const kinds = receiptKinds.map((code) => ({ code, name: receiptNames[code] }));

  async function render(visit: OfficerVisit, kind: ReceiptKind, error: string, status: number) {
    const own = (await receipts.listOwn(visit)).map((one) => presentReceipt(pack(), one));
    const done = String(visit.req.query.done ?? '');
    visit.render(
      'receipts/scan',
      {
        kinds,
        kind,
        number: error === '' ? '' : readField(visit.req, 'number'),
        error,
        own,
        done: own.find(({ id }) => String(id) === done) ?? null,
      },
      { status },
    );
  }

  async function renderUndoing(visit: OfficerVisit, error: string, status: number): Promise<void> {
    const receipt = await receipts.getReceipt(visit, readId(visit.req, 'receipt'));
    visit.render(
      'receipts/undoing',
      {
        receipt: presentReceipt(pack(), receipt),
        reason: readField(visit.req, 'reason'),
        error,
        faults: listFaults({ reason: error }, ['reason']),
        formToken: tokens.issue(visit.officer.id, undoPurpose(receipt.id)),
      },
      { status },
    );
  }

  return {
    show: (visit) => render(visit, findReceiptKind(String(visit.req.query.kind)) ?? 'stamped', '', 200),

    async mark(visit) {
      const kind = findReceiptKind(readField(visit.req, 'kind'));
      if (kind === null) return render(visit, 'stamped', '请选择登记的内容！', 422);
      const result = await receipts.mark(visit, kind, readField(visit.req, 'number'));
      if (result.outcome === 'refused')
        return render(
          visit,
          kind,
          presentReceiptFault(result.fault),
          result.fault === 'repeated' ? 409 : 422,
        );
      visit.redirect(`/office/receipts?kind=${kind}&done=${result.id}`);
    },

    showUndoing: (visit) => renderUndoing(visit, '', 200),

    async undo(visit) {
      const { reason, error } = readReason(visit.req);
      if (error !== '') return renderUndoing(visit, error, 422);
      await receipts.undo(visit, readId(visit.req, 'receipt'), reason, readField(visit.req, 'formToken'));
      visit.redirect('/office/receipts');
    },

    async showMissing(visit) {
      const { query } = visit.req;
      const batch = reference.current().calendar.findBatch(String(query.batch ?? ''));
      const kind = findReceiptKind(String(query.kind)) ?? 'stamped';
      const school = String(query.school ?? '');
      const counts = batch === null ? [] : await receipts.listCounts(visit, batch);
      const className = String(query.class ?? '');
      const group = {
        schoolCode: school === '' ? null : school,
        className: className === '' ? null : className,
      };
      const missing = batch === null ? [] : await receipts.listMissing(visit, batch, kind, group);
      visit.render('receipts/missing', {
        batches: pack().batches.map(({ code, name }) => ({ code, name })),
        batch: batch && { code: batch.code, name: batch.name },
        kinds,
        kind,
        kindName: receiptNames[kind],
        school,
        className,
        schools: [...new Map(counts.map(({ schoolCode, schoolName }) => [schoolCode, schoolName]))].map(
          ([code, name]) => ({ code, name }),
        ),
        counts,
        missing: missing.map(presentMissing),
        full: missing.length === MOST_MISSING,
        limit: MOST_MISSING,
      });
    },
  };
}
