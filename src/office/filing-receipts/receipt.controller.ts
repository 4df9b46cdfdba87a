import type { BatchCalendar } from '../../domain/batches/batch-calendar';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { Batch } from '../../rules/rule-pack';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import type { FiledGroup } from '../print-jobs/filed.repository';
import { presentMissing, presentReceipt, presentReceiptFault } from './receipt.presenter';
import type { MissingPaper, ReceiptCount } from './receipt.repository';
import { MOST_MISSING, type ReceiptService, undoPurpose } from './receipt.service';
import { findReceiptKind, type ReceiptKind, receiptKinds, receiptNames } from './receipt-kind';

interface ReceiptPages {
  readonly reference: Watched<Reference>;
  readonly receipts: ReceiptService;
  readonly tokens: OfficeTokens;
}

const kinds = receiptKinds.map((code) => ({ code, name: receiptNames[code] }));

const pack = ({ reference }: ReceiptPages) => reference.current().calendar.pack;

async function render(
  pages: ReceiptPages,
  visit: OfficerVisit,
  kind: ReceiptKind,
  error: string,
  status: number,
) {
  const own = (await pages.receipts.listOwn(visit, { whole: visit.askedTable !== null })).map((one) =>
    presentReceipt(pack(pages), one),
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
      receipt: presentReceipt(pack(pages), receipt),
      reason: readField(visit.req, 'reason'),
      error,
      faults: listFaults({ reason: error }, ['reason']),
      formToken: tokens.issue(visit.officer.id, undoPurpose(receipt.id)),
    },
    { status },
  );
}

function renderMissing(
  pages: ReceiptPages,
  visit: OfficerVisit,
  batch: Batch | null,
  kind: ReceiptKind,
  { schoolCode, className }: FiledGroup,
  counts: readonly ReceiptCount[],
  missing: readonly MissingPaper[],
): void {
  visit.render('office/filing-receipts/missing', {
    batches: pack(pages).batches.map(({ code, name }) => ({ code, name })),
    batch: batch && { code: batch.code, name: batch.name },
    kinds,
    kind,
    kindName: receiptNames[kind],
    school: schoolCode ?? '',
    className: className ?? '',
    schools: [...new Map(counts.map((one) => [one.schoolCode, one.schoolName]))].map(([code, name]) => ({
      code,
      name,
    })),
    counts,
    missing: missing.map(presentMissing),
    full: missing.length === MOST_MISSING,
    limit: MOST_MISSING,
  });
}

function showReceipts(pages: ReceiptPages, visit: OfficerVisit) {
  return render(pages, visit, findReceiptKind(String(visit.req.query.kind)) ?? 'stamped', '', 200);
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
  const noted = presentReceipt(pack(pages), await receipts.getReceipt(visit, result.id));
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

async function showMissing(pages: ReceiptPages, visit: OfficerVisit): Promise<void> {
  const { reference, receipts } = pages;
  const { batch, kind, group } = readMissing(visit, reference.current().calendar);
  if (batch === null) return renderMissing(pages, visit, null, kind, group, [], []);
  const limit = visit.askedTable === null ? MOST_MISSING : null;
  const counts = await receipts.listCounts(visit, batch);
  if (visit.askedTable === 'classes') return sendCounts(visit, batch, counts);
  const missing = await receipts.listMissing(visit, batch, kind, group, limit);
  if (visit.askedTable !== null) return sendMissing(visit, batch, kind, missing);
  renderMissing(pages, visit, batch, kind, group, counts, missing);
}

/** 登记盖章归档: one field that a scanner types into, one form for each scan. */
export function createReceiptControllers(pages: ReceiptPages) {
  return {
    show: (visit) => showReceipts(pages, visit),
    mark: (visit) => submitMark(pages, visit),
    showUndoing: (visit) => showUndoing(pages, visit),
    undo: (visit) => submitUndoing(pages, visit),
    showMissing: (visit) => showMissing(pages, visit),
  } satisfies Record<string, OfficerHandler>;
}

export type ReceiptControllers = ReturnType<typeof createReceiptControllers>;

/** What the address asks for. */
function readMissing({ req: { query } }: OfficerVisit, calendar: BatchCalendar) {
  const orNull = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const group: FiledGroup = { schoolCode: orNull(query.school), className: orNull(query.class) };
  return {
    batch: calendar.findBatch(String(query.batch ?? '')),
    kind: findReceiptKind(String(query.kind)) ?? 'stamped',
    group,
  };
}

/** How far each class has come, as a spreadsheet. */
function sendCounts(visit: OfficerVisit, batch: Batch, counts: readonly ReceiptCount[]): Promise<void> {
  return visit.sendTable({
    name: `归档进度-${batch.name}`,
    plainName: `receipts-${batch.code}`,
    ...tabulate(
      [
        ['学校', ({ schoolName }) => schoolName],
        ['班级', ({ className }) => className],
        ['有效志愿', ({ filed }) => filed],
        ['已盖章', ({ stamped }) => stamped],
        ['已归档', ({ archived }) => archived],
        ['应交承诺书', ({ due }) => due],
        ['已收', ({ received }) => received],
      ],
      counts,
    ),
  });
}

/** Whose paper is missing, all of them, masked as on the page. */
function sendMissing(
  visit: OfficerVisit,
  batch: Batch,
  kind: ReceiptKind,
  missing: readonly MissingPaper[],
): Promise<void> {
  return visit.sendTable({
    name: `缺少${receiptNames[kind]}-${batch.name}`,
    plainName: `missing-${kind}-${batch.code}`,
    ...tabulate(
      [
        ['学校', ({ schoolName }) => schoolName],
        ['班级', ({ className }) => className],
        ['考生号', ({ candidateNumber }) => candidateNumber],
        ['姓名', ({ name }) => name],
      ],
      missing.map(presentMissing),
    ),
  });
}
