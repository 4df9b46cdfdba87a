import type { BatchCalendar } from '../../domain/batches/batch-calendar';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { readParameter } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { Batch } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import type { FiledGroup } from '../print-jobs/filed.repository';
import { presentMissing } from './receipt.presenter';
import type { MissingPaper, ReceiptCount } from './receipt.repository';
import { MAX_MISSING, type ReceiptService } from './receipt.service';
import { findReceiptKind, type ReceiptKind, receiptKinds, receiptNames } from './receipt-kind';

export interface ReceiptPages {
  readonly reference: Watched<Reference>;
  readonly receipts: ReceiptService;
  readonly tokens: OfficeTokens;
}

export const kinds = receiptKinds.map((code) => ({ code, name: receiptNames[code] }));

export const packOf = ({ reference }: ReceiptPages) => reference.current().calendar.pack;

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
    batches: packOf(pages).batches.map(({ code, name }) => ({ code, name })),
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
    full: missing.length === MAX_MISSING,
    limit: MAX_MISSING,
  });
}

/** How far each class has come with one kind of paper, and whose is missing. */
export async function showMissing(pages: ReceiptPages, visit: OfficerVisit): Promise<void> {
  const { reference, receipts } = pages;
  const { batch, kind, group } = readMissing(visit, reference.current().calendar);
  if (batch === null) return renderMissing(pages, visit, null, kind, group, [], []);
  const limit = visit.askedTable === null ? MAX_MISSING : null;
  const counts = await receipts.listCounts(visit, batch);
  if (visit.askedTable === 'classes') return sendCounts(visit, batch, counts);
  const missing = await receipts.listMissing(visit, batch, kind, group, limit);
  if (visit.askedTable !== null) return sendMissing(visit, batch, kind, missing);
  renderMissing(pages, visit, batch, kind, group, counts, missing);
}

/** What the address asks for. */
function readMissing({ req: { query } }: OfficerVisit, calendar: BatchCalendar) {
  const orNull = (name: string) => readParameter(query, name) || null;
  const group: FiledGroup = { schoolCode: orNull('school'), className: orNull('class') };
  return {
    batch: calendar.findBatch(readParameter(query, 'batch')),
    kind: findReceiptKind(readParameter(query, 'kind')) ?? 'stamped',
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
