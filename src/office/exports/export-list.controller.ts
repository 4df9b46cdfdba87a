import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerVisit } from '../as-officer';
import { presentExport } from './export.presenter';
import { EXPORT_PURPOSE, type ExportService, exportPurpose } from './export.service';
import { defaultLayout, formatLayout } from './layout';
import { findLastLayout, KEPT_DAYS, listExports } from './list-export.repository';
import { listHeadings } from './list-rows';

export interface ExportPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly service: ExportService;
}
const MAX_LISTED = 50;

type Errors = Readonly<Record<string, string>>;

export interface TypedOrder {
  readonly batches: readonly string[];
  readonly reason: string;
  /** As it was typed; null: as it was last time. */
  readonly layout: string | null;
}

export const blankOrder: TypedOrder = { batches: [], reason: '', layout: null };

/** Its code where no batch has it any more. */
export const nameBatch = ({ reference }: ExportPages, code: string) =>
  reference.current().calendar.findBatch(code)?.name ?? code;

/** Asked and made exports, and the form for another. */
export async function renderList(
  pages: ExportPages,
  visit: OfficerVisit,
  typed: TypedOrder,
  errors: Errors,
  status: number,
): Promise<void> {
  const { tokens, db, service, clock } = pages;
  const { officer } = visit;
  const acts = officer.role === 'province';
  const tokenOf = (act: 'approve' | 'refuse' | 'stop', id: number) =>
    acts ? tokens.issue(officer.id, exportPurpose(act, id)) : '';
  const all = await listExports(db, visit.askedTable === null ? MAX_LISTED : null);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '志愿导出记录',
      plainName: 'exports',
      ...tabulate(
        [
          ['编号', ({ id }) => id],
          ['批次', ({ batches }) => batches],
          ['理由', ({ reason }) => reason],
          ['申请', ({ requested }) => requested],
          ['批准', ({ decided }) => decided],
          ['状态', ({ progress }) => progress],
          ['文件', ({ files }) => files.join('；')],
        ],
        all.map((one) => presentExport(one, (code) => nameBatch(pages, code))),
      ),
    });
  visit.render(
    'office/exports/exports',
    {
      acts,
      keptDays: KEPT_DAYS,
      closed: service.listClosed(await clock.now(db)),
      formToken: acts ? tokens.issue(officer.id, EXPORT_PURPOSE) : '',
      typed: {
        ...typed,
        layout: typed.layout ?? formatLayout((await findLastLayout(db)) ?? defaultLayout),
      },
      errors,
      columns: listHeadings,
      faults: Object.entries(errors).map(([field, text]) => ({ href: `#${field}`, text })),
      exports: all.map((one) => ({
        ...presentExport(one, (code) => nameBatch(pages, code)),
        own: one.requestedBy === officer.id,
        tokens: {
          approve: tokenOf('approve', one.id),
          refuse: tokenOf('refuse', one.id),
          stop: tokenOf('stop', one.id),
        },
      })),
      running: all.some(({ state }) => state === 'running'),
    },
    { status },
  );
}
