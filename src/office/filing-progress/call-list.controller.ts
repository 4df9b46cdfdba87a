import type { BatchCalendar } from '../../domain/batches/batch-calendar';
import { auditOfficer } from '../../domain/officers/audit-officer';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { sendTable, type TableFormat } from '../../infrastructure/spreadsheets/send-table.controller';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { hasCalls, readBoardSelection } from './board.controller';
import { type Call, type CallListParts, type CallPages, countLines, listLines } from './call-lines';
import { type CallLine, callHeadings, isCallFilter, listCallFilters, toCells } from './call-list.presenter';
import { addressOf } from './place';
import { createPlaceNames } from './place-names';

/** Lines on the page; the file has them all. */
const MAX_SHOWN = 200;

/** Asked for a place above a county: one is to be chosen first. */
const CHOOSE = '/office/coverage';
const CHOOSE_FIRST = '催填名单按县区、学校或班级列出，请先在下表中选择县区。';

/** Null above a county. */
async function readCall(pages: CallPages, visit: OfficerVisit): Promise<Call | null> {
  const { reference, clock, db } = pages;
  const calendar: BatchCalendar = reference.current().calendar;
  const now = await clock.now(db);
  const sight = readBoardSelection(visit, calendar, now);
  const missing = sight.query.missing === '' ? 'notSaved' : sight.query.missing;
  if (!isCallFilter(missing)) throw notFound();
  return hasCalls(sight.place) ? { ...sight, place: sight.place, filter: missing, now } : null;
}

async function audit(
  pages: CallPages,
  visit: OfficerVisit,
  call: Call,
  action: 'openCallList' | 'downloadCallList',
) {
  const { county, school = '', class: className = '' } = addressOf(call.place);
  await pages.db.transaction((transaction) =>
    auditOfficer(transaction, visit.officer, visit.origin, {
      action,
      subjectKind: 'batch',
      subjectId: call.batch.code,
      detail: { county: county ?? '', school, class: className, missing: call.filter },
    }),
  );
}

const send =
  (pages: CallPages, format: TableFormat): OfficerHandler =>
  async (visit) => {
    const call = await readCall(pages, visit);
    if (call === null) return visit.redirect(CHOOSE, CHOOSE_FIRST);
    await audit(pages, visit, call, 'downloadCallList');
    const title = await pages.names.nameOf(call.place);
    await sendTable(visit.res, format, {
      name: `催填名单-${title}-${call.batch.name}`,
      plainName: `calls-${call.place.county}-${call.batch.code}`,
      headings: callHeadings,
      // A county fits into one sheet.
      count: 0,
      rows: toRows(listLines(pages, call)),
    });
  };

async function showCalls(pages: CallPages, visit: OfficerVisit): Promise<void> {
  const call = await readCall(pages, visit);
  if (call === null) return visit.redirect(CHOOSE, CHOOSE_FIRST);
  const counted = await countLines(pages, call);
  const shown: CallLine[] = [];
  // A county's list is as long as the county: what the page does not show is not read.
  for await (const line of listLines(pages, call, counted)) {
    shown.push(line);
    if (shown.length > MAX_SHOWN) break;
  }
  const more = shown.length > MAX_SHOWN;
  const lines = shown.slice(0, MAX_SHOWN);
  const sum = [...counted.values()].reduce((total, one) => total + one, 0);
  const count = more ? Math.max(sum, shown.length) : lines.length;
  await audit(pages, visit, call, 'openCallList');
  const address = { ...addressOf(call.place), batch: call.batch.code };
  const query = new URLSearchParams({ ...address, missing: call.filter });
  visit.render('office/filing-progress/calls', {
    title: await pages.names.nameOf(call.place),
    batch: call.batch,
    address,
    filter: call.filter,
    filters: listCallFilters(call.batch),
    headings: callHeadings,
    lines,
    count,
    more,
    mayOpen: visit.officer.role === 'county',
    mayView: visit.officer.role !== 'school' && visit.officer.role !== 'auditor',
    csv: `/office/coverage/calls.csv?${query}`,
    xlsx: `/office/coverage/calls.xlsx?${query}`,
    back: `/office/coverage?${new URLSearchParams(address)}`,
    at: formatInstant(call.now),
  });
}

/** 催填名单: whom a school or a county calls, with what is missing and never with what was chosen. */
export function createCallListControllers(parts: CallListParts) {
  const pages: CallPages = { ...parts, names: createPlaceNames(parts.db) };
  return {
    ...bindParts(pages, { show: showCalls }),
    sendCsv: send(pages, 'csv'),
    sendXlsx: send(pages, 'xlsx'),
  } satisfies Record<string, OfficerHandler>;
}

export type CallListControllers = ReturnType<typeof createCallListControllers>;

async function* toRows(lines: AsyncIterable<CallLine>): AsyncGenerator<readonly string[]> {
  for await (const line of lines) yield toCells(line);
}
