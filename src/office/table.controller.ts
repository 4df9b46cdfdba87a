import type { Request, Response } from 'express';
import type { Knex } from 'knex';
import { auditOfficer } from '../domain/officers/audit-officer';
import type { Officer } from '../domain/officers/officer';
import { readParameter } from '../infrastructure/http/page-renderer';
import type { Origin } from '../infrastructure/origin';
import type { Cell } from '../infrastructure/spreadsheets/csv';
import type { OfficeTable } from '../infrastructure/spreadsheets/office-table';
import { sendTable } from '../infrastructure/spreadsheets/send-table.controller';

/** The table that an address asks for with `format=xlsx` or `csv`; null where it asks for the page. */
export function readAskedTable({ method, query }: Request): string | null {
  if (method !== 'GET' || (query.format !== 'xlsx' && query.format !== 'csv')) return null;
  return readParameter(query, 'table');
}

interface Asking {
  readonly req: Request;
  readonly res: Response;
  readonly officer: Officer;
  readonly origin: Origin;
}

const MAX_NOTED_LENGTH = 60;

/** Writes down that a table left, with the filters of its page, then sends it as it is read. */
export async function sendOfficeTable(
  db: Knex,
  { req, res, officer, origin }: Asking,
  table: OfficeTable,
): Promise<void> {
  if (table.audited !== true)
    await auditOfficer(db, officer, origin, {
      action: 'downloadTable',
      subjectKind: 'page',
      subjectId: req.path,
      detail: { fileName: table.name, ...readFilters(req) },
    });
  await sendTable(res, req.query.format === 'csv' ? 'csv' : 'xlsx', {
    name: table.name,
    plainName: table.plainName,
    headings: table.headings,
    count: table.count ?? 0,
    rows: eachOf(table.rows),
  });
}

function readFilters({ query }: Request): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' && !['format', 'table', 'number'].includes(name)
        ? [[name, value.slice(0, MAX_NOTED_LENGTH)]]
        : [],
    ),
  );
}

async function* eachOf(rows: OfficeTable['rows']): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}
