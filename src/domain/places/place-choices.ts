import type { Knex } from 'knex';
import { showPlace, showSchool } from './place.presenter';
import { listNamedSchools, nameCities, nameCounties } from './place.repository';

/** What fields of places offer, as texts that the fields take back. */
interface PlaceChoices {
  readonly cities: readonly string[];
  readonly counties: readonly string[];
  readonly schools: readonly string[];
}

/** Every city that has counties, every county and every school. */
export async function listPlaceChoices(db: Knex): Promise<PlaceChoices> {
  const [cities, counties, schools] = await Promise.all([
    nameCities(db),
    nameCounties(db),
    listNamedSchools(db),
  ]);
  const used = new Set([...counties.keys()].map((code) => code.slice(0, 4)));
  const show = (names: ReadonlyMap<string, string>) =>
    [...names].map(([code, name]) => showPlace({ code, name }));
  return {
    cities: show(new Map([...cities].filter(([code]) => used.has(code)))),
    counties: show(counties),
    schools: schools.map(showSchool),
  };
}
