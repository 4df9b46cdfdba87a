import type { Knex } from 'knex';
import { listMinutes, readDatabaseTime } from '../../domain/measured-minutes/measured-minute.repository';
import { notFound } from '../../infrastructure/errors';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { findFirstMinute, type OperationsModel, presentOperations } from './operations.presenter';

/** 运行情况: what `/metrics` measures, of all processes over an hour; nothing of any candidate. */
export function createOperationsController(db: Knex): OfficerHandler {
  return async (visit) => {
    const now = await readDatabaseTime(db);
    const model = presentOperations(await listMinutes(db, findFirstMinute(now)), now);
    if (visit.askedTable !== null) return sendTable(visit, model, visit.askedTable);
    visit.render('office/operations/operations', model);
  };
}

/** The processes, or the minutes beneath one of the charts. */
function sendTable(visit: OfficerVisit, model: OperationsModel, asked: string): Promise<void> {
  if (asked === '')
    return visit.sendTable({
      name: '运行情况-进程',
      plainName: 'processes',
      ...tabulate(
        [
          ['进程', ({ name }) => name],
          ['状态', ({ state }) => state],
          ['最近记录', ({ seenAt }) => seenAt],
          ['本分钟请求', ({ requests }) => requests],
          ['内存（MB）', ({ memory }) => memory],
          ['延迟（毫秒）', ({ lag }) => lag],
        ],
        model.processes,
      ),
    });
  const figure = model.figures.find(({ id }) => id === asked);
  if (figure === undefined) throw notFound();
  return visit.sendTable({
    name: `运行情况-${figure.title}`,
    plainName: `operations-${figure.id}`,
    headings: ['分钟', ...figure.headings],
    rows: figure.rows.map(({ at, cells }) => [at, ...cells.map(({ value }) => value)]),
  });
}
