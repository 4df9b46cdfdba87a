import type { Knex } from 'knex';
import {
  listNamedSchools,
  listSchoolsNamed,
  type NamedPlace,
  type NamedSchool,
  nameCities,
  nameCounties,
} from './place.repository';

/** Why a place that was typed is none: `unknown` by code and by name, or a name or code of several. */
type PlaceFault = 'unknown' | 'ambiguous';

export type Chosen<Found> =
  | { readonly found: Found }
  | { readonly fault: PlaceFault; readonly several: readonly Found[] };

const unknown = { fault: 'unknown', several: [] } as const;

/** What was typed or chosen: `410122 中牟县`, the code alone or the name alone. */
function readTyped(typed: string): { readonly code: string; readonly name: string } {
  const text = typed.normalize('NFKC').trim();
  const [, code = '', name = ''] = /^([0-9A-Za-z]{2,20})(?:\s+(.*))?$/.exec(text) ?? [];
  return code === '' ? { code: '', name: text } : { code, name };
}

const isNamed = (name: string, typed: string) => name.normalize('NFKC') === typed;

function choose<Found>(found: readonly Found[]): Chosen<Found> {
  const [only] = found;
  if (only === undefined) return unknown;
  return found.length === 1 ? { found: only } : { fault: 'ambiguous', several: found };
}

function chooseNamed(names: ReadonlyMap<string, string>, typed: string): Chosen<NamedPlace> {
  const { code, name } = readTyped(typed);
  const all = [...names].map(([one, named]) => ({ code: one, name: named }));
  return choose(
    all.filter((one) => (code === '' || one.code === code) && (name === '' || isNamed(one.name, name))),
  );
}

/** The city that was typed. */
export async function chooseCity(db: Knex, typed: string): Promise<Chosen<NamedPlace>> {
  return chooseNamed(await nameCities(db), typed);
}

/** The county that was typed. */
export async function chooseCounty(db: Knex, typed: string): Promise<Chosen<NamedPlace>> {
  return chooseNamed(await nameCounties(db), typed);
}

/** Looks places up one after the other, for a list of many: as `chooseCity`, `chooseCounty` and `chooseSchool`. */
export interface PlaceChooser {
  city(typed: string): Chosen<NamedPlace>;
  county(typed: string): Chosen<NamedPlace>;
  school(typed: string, county: string | null): Chosen<NamedSchool>;
}

/** Reads all places at once. */
export async function loadPlaceChooser(db: Knex): Promise<PlaceChooser> {
  const [cities, counties] = [await nameCities(db), await nameCounties(db)];
  const schools = await listNamedSchools(db);
  return {
    city: (typed) => chooseNamed(cities, typed),
    county: (typed) => chooseNamed(counties, typed),
    school(typed, county) {
      const { code, name } = readTyped(typed);
      const found = schools.filter((one) =>
        code === '' ? [name, typed.trim()].includes(one.name) : one.code === code,
      );
      return chooseAmong(found, typed, county);
    },
  };
}

/** The school that was typed; in a county, where one is given. */
export async function chooseSchool(
  db: Knex,
  typed: string,
  county: string | null = null,
): Promise<Chosen<NamedSchool>> {
  const { code, name } = readTyped(typed);
  const found =
    code === '' ? await listSchoolsNamed(db, [name, typed.trim()]) : await listNamedSchools(db, [code]);
  return chooseAmong(found, typed, county);
}

function chooseAmong(
  found: readonly NamedSchool[],
  typed: string,
  county: string | null,
): Chosen<NamedSchool> {
  const { code, name } = readTyped(typed);
  // The list names the county too: it tells two schools of one code apart.
  return choose(
    found.filter(
      (one) =>
        (county === null || one.county === county) &&
        (code === '' ||
          name === '' ||
          isNamed(one.name, name) ||
          isNamed(`${one.name}（${one.countyName}）`, name)),
    ),
  );
}
