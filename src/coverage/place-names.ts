import type { Knex } from 'knex';
import { listCounties, listCountyNames, listSchoolNames } from './count.repository';
import type { Place } from './place';

/** What places are called; candidates' records name counties and schools, a city is named by its counties. */
export interface PlaceNames {
  nameOf(place: Place): Promise<string>;
  /** Names of the rows below a place, by their keys. */
  nameBelow(place: Place, keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const NAMED_COUNTIES = 3;

export function createPlaceNames(db: Knex): PlaceNames {
  async function nameCities(cities: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const counties = await listCounties(db);
    const names = await listCountyNames(
      db,
      counties.filter((county) => cities.includes(county.slice(0, 4))),
    );
    return new Map(
      cities.map((city) => {
        const own = counties.filter((county) => county.startsWith(city));
        const first = own.slice(0, NAMED_COUNTIES).map((county) => names.get(county) ?? county);
        const more = own.length > NAMED_COUNTIES ? `等${own.length}个县区` : '';
        return [city, `${city}（${first.join('、')}${more}）`];
      }),
    );
  }

  async function nameOf(place: Place): Promise<string> {
    switch (place.kind) {
      case 'province':
        return '全省';
      case 'city':
        return (await nameCities([place.city])).get(place.city) ?? place.city;
      case 'county':
        return (await listCountyNames(db, [place.county])).get(place.county) ?? place.county;
      case 'school':
        return (await listSchoolNames(db, place.county, [place.school])).get(place.school) ?? place.school;
      case 'class':
        return place.className === '' ? '（没有班级）' : place.className;
    }
  }

  return {
    nameOf,
    async nameBelow(place, keys) {
      switch (place.kind) {
        case 'province':
          return nameCities(keys);
        case 'city':
          return listCountyNames(db, keys);
        case 'county':
          return listSchoolNames(db, place.county, keys);
        default:
          return new Map(keys.map((key) => [key, key === '' ? '（没有班级）' : key]));
      }
    },
  };
}
