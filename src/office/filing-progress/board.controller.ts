import type { Knex } from 'knex';
import type { BatchCalendar } from '../../domain/batches/batch-calendar';
import { narrowToOwn, type Scope } from '../../domain/officers/scope';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { compareClasses } from '../../rules/filing/class-order';
import type { Batch } from '../../rules/pack/rule-pack';
import { findPhase } from '../../rules/windows/window-in-force';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { listColumns, presentRow, presentSaves, tallyRows } from './board.presenter';
import { type BoardQuery, readBoardQuery } from './board-query.form';
import { catchUp, countFirstSaves, listCounts, listSaves } from './count.repository';
import { addressOf, findPlace, listWay, type Place } from './place';
import { createPlaceNames } from './place-names';
import { listUnits, tally, unitsOf } from './tally';

export interface BoardParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

const HOUR = 3600_000;
const MINUTE = 60_000;
const MAX_HOURS = 72;
const MINUTES_SHOWN = 180;

/** What a board looks at: a place of the officer's own and a batch. */
export interface BoardSelection {
  readonly query: BoardQuery;
  readonly place: Place;
  readonly batch: Batch;
  readonly scope: Scope;
}

/** Reads what is looked at. @throws AppError notFound for a place that is not the officer's. */
export function readBoardSelection(visit: OfficerVisit, calendar: BatchCalendar, now: Date): BoardSelection {
  const query = readBoardQuery(visit.req);
  const scope = narrowToOwn(visit.scope);
  const place = findPlace(query.asked, scope);
  const batch = query.batch === '' ? findCurrentBatch(calendar, now) : calendar.findBatch(query.batch);
  if (place === null || batch === null) throw notFound();
  return { query, place, batch, scope };
}

/** The batch that is being filed; where none is, the one that was last, or comes first. */
function findCurrentBatch(calendar: BatchCalendar, now: Date): Batch | null {
  const { batches } = calendar.pack;
  const phases = (batch: Batch) => calendar.listWindows(batch.code).map((window) => findPhase(window, now));
  return (
    batches.find((batch) => phases(batch).includes('open')) ??
    batches.find((batch) => phases(batch).includes('pause')) ??
    batches.findLast((batch) => phases(batch).includes('closed')) ??
    batches[0] ??
    null
  );
}

async function loadSaves(db: Knex, place: Place, batch: Batch, calendar: BatchCalendar, now: Date) {
  const opened = calendar.listWindows(batch.code).map(({ opensAt }) => opensAt.getTime());
  const earliest = Math.max(Math.min(...opened, now.getTime()), now.getTime() - MAX_HOURS * HOUR);
  const fromHour = new Date(Math.floor(earliest / HOUR) * HOUR);
  const thisMinute = Math.floor(now.getTime() / MINUTE) * MINUTE;
  const fromMinute = new Date(thisMinute - (MINUTES_SHOWN - 1) * MINUTE);
  const [hours, minutes, before] = await Promise.all([
    listSaves(db, place, batch.code, fromHour, 'hour'),
    listSaves(db, place, batch.code, fromMinute, 'minute'),
    countFirstSaves(db, place, batch.code, fromHour),
  ]);
  return presentSaves({ hours, minutes, fromHour, fromMinute, now, before });
}

/** What the board shows of a place and a batch. */
async function loadBoard({ db, clock, reference }: BoardParts, visit: OfficerVisit) {
  const names = createPlaceNames(db);
  const { calendar } = reference.current();
  const now = await clock.now(db);
  const { place, batch, scope } = readBoardSelection(visit, calendar, now);
  const behind = await catchUp(db);
  const units = unitsOf(calendar.pack, batch);
  const counts = await listCounts(db, place, listUnits(units));
  const rows = place.kind === 'class' ? [] : tallyRows(units, counts);
  if (place.kind === 'school') rows.sort((one, other) => compareClasses(one.key, other.key));
  const linkTo = (to: Place) =>
    `/office/coverage?${new URLSearchParams({ ...addressOf(to), batch: batch.code })}`;
  const way = listWay(place, scope);
  const below = await names.nameBelow(
    place,
    rows.map(({ key }) => key),
  );
  return {
    batch,
    batches: calendar.pack.batches.map(({ code, name }) => ({ code, name })),
    place: addressOf(place),
    title: await names.nameOf(place),
    way: await Promise.all(
      way.slice(0, -1).map(async (one) => ({ name: await names.nameOf(one), href: linkTo(one) })),
    ),
    columns: listColumns(batch),
    rowHeading: rowHeadings[place.kind],
    rows: rows.map(({ key, tally: row }) =>
      presentRow(batch, below.get(key) ?? key, linkTo(placeBelow(place, key)), row),
    ),
    total: presentRow(batch, '合计', '', tally(units, counts)),
    saves: await loadSaves(db, place, batch, calendar, now),
    at: formatInstant(new Date(now.getTime() - behind)),
    here: linkTo(place),
    calls: hasCalls(place)
      ? `/office/coverage/calls?${new URLSearchParams({ ...addressOf(place), batch: batch.code })}`
      : null,
  };
}

/** Its rows as a spreadsheet, or one of the two tables of saves. */
function sendBoard(visit: OfficerVisit, model: Awaited<ReturnType<typeof loadBoard>>): Promise<void> {
  const { batch } = model;
  const { hourRows, minuteRows } = model.saves;
  const named = `${model.title}-${batch.name}`;
  if (visit.askedTable === 'hours')
    return visit.sendTable({
      name: `每小时首次保存-${named}`,
      plainName: `hours-${batch.code}`,
      ...tabulate(
        [
          ['小时', ({ at }) => at],
          ['首次保存', ({ count }) => count],
          ['累计', ({ total }) => total],
        ],
        hourRows,
      ),
    });
  if (visit.askedTable === 'minutes')
    return visit.sendTable({
      name: `每分钟保存次数-${named}`,
      plainName: `minutes-${batch.code}`,
      ...tabulate(
        [
          ['分钟', ({ at }) => at],
          ['保存次数', ({ count }) => count],
        ],
        minuteRows,
      ),
    });
  return visit.sendTable({
    name: `填报进度-${named}`,
    plainName: `coverage-${batch.code}`,
    headings: [model.rowHeading, ...model.columns],
    rows: [...model.rows, model.total].map(({ name, cells }) => [name, ...cells.map(({ value }) => value)]),
  });
}

/** 填报进度: live, from the province down to a class, and never what was chosen. */
export function createBoardController(parts: BoardParts): OfficerHandler {
  return async (visit) => {
    const model = await loadBoard(parts, visit);
    if (visit.askedTable !== null) return sendBoard(visit, model);
    visit.render('office/filing-progress/board', model);
  };
}

const rowHeadings: Readonly<Record<Place['kind'], string>> = {
  province: '省辖市',
  city: '县区',
  county: '学校',
  school: '班级',
  class: '班级',
};

/** Lists of names are made of a county at most. */
export function hasCalls(place: Place): place is Extract<Place, { county: string }> {
  return place.kind !== 'province' && place.kind !== 'city';
}

function placeBelow(place: Place, key: string): Place {
  switch (place.kind) {
    case 'province':
      return { kind: 'city', city: key };
    case 'city':
      return { kind: 'county', county: key };
    case 'county':
      return { kind: 'school', county: place.county, school: key };
    case 'school':
      return { kind: 'class', county: place.county, school: place.school, className: key };
    case 'class':
      return place;
  }
}
