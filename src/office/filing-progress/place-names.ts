import type { Knex } from 'knex';
import { nameCities, nameCounties, nameSchools } from '../../domain/places/place.repository';
import type { Place } from './place';

/** What places are called. */
interface PlaceNames {
  nameOf(place: Place): Promise<string>;
  /** Names of the rows below a place, by their keys. */
  nameBelow(place: Place, keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const nameClass = (name: string) => (name === '' ? '（没有班级）' : name);

export function createPlaceNames(db: Knex): PlaceNames {
  return {
    async nameOf(place) {
      switch (place.kind) {
        case 'province':
          return '全省';
        case 'city':
          return (await nameCities(db, [place.city])).get(place.city) ?? place.city;
        case 'county':
          return (await nameCounties(db, [place.county])).get(place.county) ?? place.county;
        case 'school':
          return (await nameSchools(db, place.county, [place.school])).get(place.school) ?? place.school;
        case 'class':
          return nameClass(place.className);
      }
    },

    async nameBelow(place, keys) {
      switch (place.kind) {
        case 'province':
          return nameCities(db, keys);
        case 'city':
          return nameCounties(db, keys);
        case 'county':
          return nameSchools(db, place.county, keys);
        default:
          return new Map(keys.map((key) => [key, nameClass(key)]));
      }
    },
  };
}
