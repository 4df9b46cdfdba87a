import type { Knex } from 'knex';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import { findClockShift } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { formatInstant, formatMillis } from '../../infrastructure/format-time';
import { sendTable, type TableFormat } from '../../infrastructure/spreadsheets/send-table.controller';
import type { Batch } from '../../rules/pack/rule-pack';
import { listSessions } from '../../rules/windows/sessions';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { listAttemptsBetween } from './evidence.repository';
import { presentOutcome } from './outcome.presenter';

const AROUND_MS = 60_000;
const PAGE = 1000;
/** Lines on the page; the file has them all. */
const MAX_SHOWN = 500;

const headings = [
  '截止时间',
  '提交时间（服务器）',
  '与截止相差（秒）',
  '考生号',
  '县区',
  '学校',
  '结果',
  '地址',
  '设备编号',
  '节点',
] as const;

interface ClosingPages {
  readonly db: Knex;
  readonly reference: Watched<Reference>;
}

function readBatch(pages: ClosingPages, { req }: OfficerVisit): Batch {
  const { calendar } = pages.reference.current();
  const { batch: typed } = req.query;
  const batch = typeof typed === 'string' ? calendar.findBatch(typed) : (calendar.pack.batches[0] ?? null);
  if (batch === null) throw notFound();
  return batch;
}

/** Closing times in force, each once, of each day too: the province's, and those of counties, schools and kinds. */
function listClosings(pages: ClosingPages, batch: Batch): readonly Date[] {
  const times = pages.reference
    .current()
    .calendar.listWindows(batch.code)
    .flatMap(listSessions)
    .map(({ closesAt }) => closesAt.getTime());
  return [...new Set(times)].toSorted((left, right) => left - right).map((time) => new Date(time));
}

async function* listLines(
  pages: ClosingPages,
  visit: OfficerVisit,
  batch: Batch,
): AsyncGenerator<readonly string[]> {
  const { db } = pages;
  // Attempts are kept in real time, windows in business time: the demo may have shifted it.
  const shift = (await findClockShift(db)) * 1000;
  for (const closing of listClosings(pages, batch)) {
    const instant = closing.getTime() - shift;
    const between = {
      batch: batch.code,
      from: new Date(instant - AROUND_MS),
      until: new Date(instant + AROUND_MS),
    };
    for (let behind = 0; ; ) {
      const found = await listAttemptsBetween(db, visit.scope, between, { behind, limit: PAGE });
      for (const one of found)
        yield [
          formatInstant(closing),
          formatMillis(new Date(one.at.getTime() + shift)),
          ((one.at.getTime() - instant) / 1000).toFixed(3),
          one.candidateNumber,
          one.countyName,
          one.schoolName,
          presentOutcome(one.outcome, one.detail),
          one.address,
          one.device.slice(0, 6),
          one.node,
        ];
      const last = found.at(-1);
      if (last === undefined || found.length < PAGE) break;
      behind = last.id;
    }
  }
}

async function audit(
  pages: ClosingPages,
  { officer, origin }: OfficerVisit,
  batch: Batch,
  as: string,
): Promise<void> {
  await pages.db.transaction((transaction) =>
    auditOfficer(transaction, officer, origin, {
      action: 'openClosingReport',
      subjectKind: 'batch',
      subjectId: batch.code,
      detail: { as },
    }),
  );
}

const send =
  (pages: ClosingPages, format: TableFormat): OfficerHandler =>
  async (visit) => {
    const batch = readBatch(pages, visit);
    await audit(pages, visit, batch, format);
    await sendTable(visit.res, format, {
      name: `截止前后一分钟的提交-${batch.name}`,
      plainName: `closing-${batch.code}`,
      headings,
      count: 0,
      rows: listLines(pages, visit, batch),
    });
  };

async function showReport(pages: ClosingPages, visit: OfficerVisit): Promise<void> {
  const batch = readBatch(pages, visit);
  await audit(pages, visit, batch, 'page');
  const lines: (readonly string[])[] = [];
  let count = 0;
  for await (const line of listLines(pages, visit, batch)) {
    count += 1;
    if (lines.length < MAX_SHOWN) lines.push(line);
  }
  visit.render('office/evidence/closing', {
    batch,
    batches: pages.reference.current().calendar.pack.batches.map(({ code, name }) => ({ code, name })),
    closings: listClosings(pages, batch).map(formatInstant),
    headings,
    lines,
    count,
    more: count > lines.length,
    xlsx: `/office/evidence/closing.xlsx?${new URLSearchParams({ batch: batch.code })}`,
    csv: `/office/evidence/closing.csv?${new URLSearchParams({ batch: batch.code })}`,
  });
}

/** Every attempt within a minute of a closing time of a batch, refused ones too (P31). */
export function createClosingControllers(db: Knex, reference: Watched<Reference>) {
  const pages: ClosingPages = { db, reference };
  return {
    ...bindParts(pages, { show: showReport }),
    sendCsv: send(pages, 'csv'),
    sendXlsx: send(pages, 'xlsx'),
  } satisfies Record<string, OfficerHandler>;
}

export type ClosingControllers = ReturnType<typeof createClosingControllers>;
