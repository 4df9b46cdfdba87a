import type { Knex } from 'knex';
import type { Place } from './place';

/** One number of a board's row: what is counted, in which unit (a batch, a group or a candidate kind), for whom. */
export interface PlaceCount {
  /** The row: a city, county, school or class below the place; of a class, the class itself. */
  readonly key: string;
  readonly measure: string;
  readonly unit: string;
  readonly count: number;
}

interface Reading {
  /** The level on which coverage_counts is read, and the column that tells rows apart. */
  readonly level: 'county' | 'school' | 'class';
  readonly key: string;
  readonly where: string;
  readonly values: readonly string[];
}

function readingOf(place: Place): Reading {
  switch (place.kind) {
    case 'province':
      return { level: 'county', key: 'left(county_code, 4)', where: 'true', values: [] };
    case 'city':
      return { level: 'county', key: 'county_code', where: 'left(county_code, 4) = ?', values: [place.city] };
    case 'county':
      return { level: 'school', key: 'school_code', where: 'county_code = ?', values: [place.county] };
    case 'school':
      return {
        level: 'class',
        key: 'class_name',
        where: 'county_code = ? and school_code = ?',
        values: [place.county, place.school],
      };
    case 'class':
      return {
        level: 'class',
        key: 'class_name',
        where: 'county_code = ? and school_code = ? and class_name = ?',
        values: [place.county, place.school, place.className],
      };
  }
}

/**
 * Counts of everything below a place, in these units. Who has registered, signed in and bound something is exact; what
 * was filed is as of `catchUp`. It reads the counts alone, whatever the number of candidates (P48).
 */
export async function listCounts(db: Knex, place: Place, units: readonly string[]): Promise<PlaceCount[]> {
  const { level, key, where, values } = readingOf(place);
  const { rows } = await db.raw<{ rows: PlaceCount[] }>(
    `select key, measure, unit, sum(count)::bigint as count from (
       select ${key} as key, measure, unit, count from coverage_counts
        where level = ? and unit = any (?::text[]) and ${where}
       union all
       select ${key}, measure, unit, change from coverage_deltas where unit = any (?::text[]) and ${where}
     ) found group by key, measure, unit having sum(count) <> 0 order by key`,
    [level, [...units], ...values, [...units], ...values],
  );
  return rows;
}

/**
 * Counts what was filed since: a few thousand candidates at a time, so that nobody waits long for it.
 * @returns whether there may be more; not where another process is at it
 */
export async function foldCoverage(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { done: boolean | null }[] }>('select fold_coverage() as done');
  return rows[0]?.done === false;
}

/**
 * Counts what was filed since, before the counts are looked at.
 * @returns how many milliseconds the counts are behind: 0 where nothing is left
 */
export async function catchUp(db: Knex): Promise<number> {
  await foldCoverage(db);
  const { rows } = await db.raw<{ rows: { behind: number }[] }>(
    `select coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 * 1000 as behind
       from coverage_touched`,
  );
  return rows[0]?.behind ?? 0;
}

/** Counts everything anew from the records themselves. */
export async function rebuildCoverage(db: Knex): Promise<void> {
  await db.raw('select rebuild_coverage()');
}

/** Saves of one minute or hour of business time. */
export interface SaveCount {
  readonly at: Date;
  readonly saves: number;
  readonly firstSaves: number;
}

/**
 * Saves of a batch below a place from an instant on, by the minute or the hour; minutes without any are left out. A
 * class has those of its school.
 */
export async function listSaves(
  db: Knex,
  place: Place,
  batch: string,
  from: Date,
  by: 'minute' | 'hour',
): Promise<SaveCount[]> {
  const { where, values } = whereSaves(place);
  const { rows } = await db.raw<{ rows: SaveCount[] }>(
    `select date_trunc('${by}', minute) as at, sum(saves)::bigint as saves, sum(first_saves)::bigint as "firstSaves"
       from coverage_minutes where batch_code = ? and minute >= ? and ${where} group by 1 order by 1`,
    [batch, from, ...values],
  );
  return rows;
}

/** How many first saves there were before an instant. */
export async function countFirstSaves(db: Knex, place: Place, batch: string, before: Date): Promise<number> {
  const { where, values } = whereSaves(place);
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select coalesce(sum(first_saves), 0)::bigint as count
       from coverage_minutes where batch_code = ? and minute < ? and ${where}`,
    [batch, before, ...values],
  );
  return rows[0]?.count ?? 0;
}

function whereSaves(place: Place): Pick<Reading, 'where' | 'values'> {
  switch (place.kind) {
    case 'province':
      return { where: "county_code = '' and school_code = ''", values: [] };
    case 'city':
      return { where: "left(county_code, 4) = ? and school_code = ''", values: [place.city] };
    case 'county':
      return { where: "county_code = ? and school_code = ''", values: [place.county] };
    default:
      return { where: 'county_code = ? and school_code = ?', values: [place.county, place.school] };
  }
}
