import type { Knex } from 'knex';
import { type Chosen, chooseCity, chooseCounty, chooseSchool } from '../places/choose-place';
import { presentPlaceFault } from '../places/place.presenter';
import type { OfficerDraft } from './officer';

type PlaceField = 'cityCode' | 'countyCode' | 'schoolCode';

/** A draft whose places were looked up by code or name, and a sentence for each that is none. */
interface PlacedDraft {
  readonly draft: OfficerDraft;
  readonly unknown: Partial<Record<PlaceField, string>>;
}

/** Looks up where an officer is to work: whatever is no place of the records opens nothing, and is refused. */
export async function findDraftPlaces(db: Knex, draft: OfficerDraft): Promise<PlacedDraft> {
  const unknown: Partial<Record<PlaceField, string>> = {};
  const codeOf = (
    field: PlaceField,
    kind: 'city' | 'county' | 'school',
    chosen: Chosen<{ readonly code: string; readonly name: string }> | null,
  ): string | null => {
    if (chosen === null) return null;
    if ('found' in chosen) return chosen.found.code;
    unknown[field] = presentPlaceFault(kind, chosen);
    return draft[field];
  };
  const { cityCode: city, countyCode: county, schoolCode: school } = draft;
  const cityCode = codeOf('cityCode', 'city', city === null ? null : await chooseCity(db, city));
  const countyCode = codeOf('countyCode', 'county', county === null ? null : await chooseCounty(db, county));
  const within = unknown.countyCode === undefined ? countyCode : null;
  const schoolCode = codeOf(
    'schoolCode',
    'school',
    school === null ? null : await chooseSchool(db, school, within),
  );
  return { draft: { ...draft, cityCode, countyCode, schoolCode }, unknown };
}
