import { openPhone } from '../../domain/phones/phone.repository';
import type { Cipher } from '../../infrastructure/security/cipher';
import { abandonGroupCode, quotaGroupCode } from '../../rules/filing/groups';
import type { BoardParts, BoardSelection } from './board.controller';
import { type CallFilter, type CallLine, countCalled, isCalled, presentCall } from './call-list.presenter';
import { listSchool, listSchools } from './call-list.repository';
import { catchUp, listCounts } from './count.repository';
import type { Place } from './place';
import type { createPlaceNames } from './place-names';
import { listUnits, tally, unitsOf } from './tally';

export interface CallListParts extends BoardParts {
  readonly cipher: Cipher;
}

export interface Call extends BoardSelection {
  readonly place: Extract<Place, { county: string }>;
  readonly filter: CallFilter;
  readonly now: Date;
}

export interface CallPages extends CallListParts {
  readonly names: ReturnType<typeof createPlaceNames>;
}

/** Of a county those that have anybody to be called, where that was counted. */
async function listCalledSchools(
  pages: CallPages,
  place: Call['place'],
  counted: ReadonlyMap<string, number> | null,
): Promise<readonly string[]> {
  if (place.kind !== 'county') return [place.school];
  const all = await listSchools(pages.db, place.county);
  return counted === null ? all : all.filter((code) => counted.has(code));
}

/** School by school, so that a county's list takes the memory of a school's. */
export async function* listLines(
  pages: CallPages,
  { place, batch, filter }: Call,
  counted: ReadonlyMap<string, number> | null = null,
): AsyncGenerator<CallLine> {
  const { db, cipher } = pages;
  const schools = await listCalledSchools(pages, place, counted);
  for (const school of schools) {
    const entries = await listSchool(db, {
      county: place.county,
      school,
      className: place.kind === 'class' ? place.className : null,
      batch: batch.code,
      group: quotaGroupCode(batch),
      abandonGroup: abandonGroupCode(batch),
      kinds: batch.candidateKinds,
      excludes: batch.excludes ?? [],
    });
    for (const entry of entries)
      if (isCalled(entry, filter))
        yield presentCall(batch, entry, (sealed) => openPhone(cipher, sealed, entry.candidateNumber));
  }
}

/** How many each row of the board below the place has, for those that have any. */
export async function countLines(
  pages: CallPages,
  { place, batch, filter }: Call,
): Promise<ReadonlyMap<string, number>> {
  const { reference, db } = pages;
  await catchUp(db);
  const units = unitsOf(reference.current().calendar.pack, batch);
  const counts = await listCounts(db, place, listUnits(units));
  const keys = [...new Set(counts.map(({ key }) => key))];
  const called = keys.map((key) => {
    const own = counts.filter((one) => one.key === key);
    return [key, countCalled(tally(units, own), filter)] as const;
  });
  return new Map(called.filter(([, count]) => count > 0));
}
