import type { BatchCalendar } from '../batches';
import { notFound } from '../errors';
import { formatInstant } from '../format-time';
import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { auditOfficer } from '../officers';
import { openPhone } from '../phone';
import { abandonGroupCode, quotaGroupCode } from '../rules/groups';
import type { Cipher } from '../security/cipher';
import { sendTable, type TableFormat } from '../spreadsheets';
import { type BoardParts, hasCalls, readSight, type Sight } from './board.controller';
import {
  type CallFilter,
  type CallLine,
  callFilters,
  callHeadings,
  isCalled,
  isCallFilter,
  presentCall,
  toCells,
} from './call-list.presenter';
import { listSchool, listSchools } from './call-list.repository';
import { addressOf, type Place } from './place';
import { createPlaceNames } from './place-names';

export interface CallListControllers {
  readonly show: OfficerHandler;
  readonly sendCsv: OfficerHandler;
  readonly sendXlsx: OfficerHandler;
}

export interface CallListParts extends BoardParts {
  readonly cipher: Cipher;
}

/** Lines on the page; the file has them all. */
const MOST_SHOWN = 200;

/** Asked for a place above a county: one is to be chosen first. */
const CHOOSE = '/office/coverage';
const CHOOSE_FIRST = '催填名单按县区、学校或者班级列出，请先在下表中选择县区。';

interface Call extends Sight {
  readonly place: Extract<Place, { county: string }>;
  readonly filter: CallFilter;
  readonly now: Date;
}

/** 催填名单: whom a school or a county calls, with what is missing and never with what was chosen. */
export function createCallListControllers(parts: CallListParts): CallListControllers {
  const { db, clock, reference, cipher } = parts;
  const names = createPlaceNames(db);

  /** Null above a county. */
  async function readCall(visit: OfficerVisit): Promise<Call | null> {
    const calendar: BatchCalendar = reference.current().calendar;
    const now = await clock.now(db);
    const sight = readSight(visit, calendar, now);
    const missing = sight.query.missing === '' ? 'notSaved' : sight.query.missing;
    if (!isCallFilter(missing)) throw notFound();
    return hasCalls(sight.place) ? { ...sight, place: sight.place, filter: missing, now } : null;
  }

  /** School by school, so that a county's list takes the memory of a school's. */
  async function* listLines({ place, batch, filter }: Call): AsyncGenerator<CallLine> {
    const schools = place.kind === 'county' ? await listSchools(db, place.county) : [place.school];
    for (const school of schools) {
      const entries = await listSchool(db, {
        county: place.county,
        school,
        className: place.kind === 'class' ? place.className : null,
        batch: batch.code,
        group: quotaGroupCode(batch),
        abandonGroup: abandonGroupCode(batch),
        kinds: batch.candidateKinds,
      });
      for (const entry of entries)
        if (isCalled(entry, filter)) yield presentCall(entry, (sealed) => openPhone(cipher, sealed));
    }
  }

  async function audit(visit: OfficerVisit, call: Call, action: 'openCallList' | 'downloadCallList') {
    const { county, school = '', class: className = '' } = addressOf(call.place);
    await db.transaction((transaction) =>
      auditOfficer(transaction, visit.officer, visit.origin, {
        action,
        subjectKind: 'batch',
        subjectId: call.batch.code,
        detail: { county: county ?? '', school, class: className, missing: call.filter },
      }),
    );
  }

  const send =
    (format: TableFormat): OfficerHandler =>
    async (visit) => {
      const call = await readCall(visit);
      if (call === null) return visit.redirect(CHOOSE, CHOOSE_FIRST);
      await audit(visit, call, 'downloadCallList');
      const title = await names.nameOf(call.place);
      await sendTable(visit.res, format, {
        name: `催填名单-${title}-${call.batch.name}`,
        plainName: `calls-${call.place.county}-${call.batch.code}`,
        headings: callHeadings,
        // A county fits into one sheet.
        count: 0,
        rows: toRows(listLines(call)),
      });
    };

  return {
    async show(visit) {
      const call = await readCall(visit);
      if (call === null) return visit.redirect(CHOOSE, CHOOSE_FIRST);
      const shown: CallLine[] = [];
      let count = 0;
      for await (const line of listLines(call)) {
        count += 1;
        if (shown.length < MOST_SHOWN) shown.push(line);
      }
      await audit(visit, call, 'openCallList');
      const address = { ...addressOf(call.place), batch: call.batch.code };
      const query = new URLSearchParams({ ...address, missing: call.filter });
      visit.render('coverage/calls', {
        title: await names.nameOf(call.place),
        batch: call.batch,
        address,
        filter: call.filter,
        filters: Object.entries(callFilters).map(([code, name]) => ({ code, name })),
        headings: callHeadings,
        lines: shown,
        count,
        more: count > shown.length,
        mayOpen: visit.officer.role === 'county',
        mayView: visit.officer.role !== 'school' && visit.officer.role !== 'auditor',
        csv: `/office/coverage/calls.csv?${query}`,
        xlsx: `/office/coverage/calls.xlsx?${query}`,
        back: `/office/coverage?${new URLSearchParams(address)}`,
        at: formatInstant(call.now),
      });
    },
    sendCsv: send('csv'),
    sendXlsx: send('xlsx'),
  };
}

async function* toRows(lines: AsyncIterable<CallLine>): AsyncGenerator<readonly string[]> {
  for await (const line of lines) yield toCells(line);
}
