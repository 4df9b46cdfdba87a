import type { Knex } from 'knex';

/** A line of 一分一段: how many have a score, and how many have it or a better one. */
export interface ScoreSegment {
  readonly score: number;
  /** The best end of a line that stands for several scores; null: the score alone. */
  readonly scoreTo: number | null;
  readonly people: number;
  readonly total: number;
}

/** The table of one year and 科类, under its name then. */
export interface SegmentTable {
  readonly year: number;
  readonly track: string;
}

const columns = { score: 'score', scoreTo: 'score_to', people: 'people', total: 'total' } as const;
const INSERT_CHUNK = 2000;

/** Every table there is, the newest year first. */
export async function listSegmentTables(db: Knex): Promise<readonly SegmentTable[]> {
  return db('score_segments')
    .distinct({ year: 'year', track: 'track_name' })
    .orderBy([{ column: 'year', order: 'desc' }, 'track']);
}

/** The lines of one table, the best score first. */
export async function listSegments(
  db: Knex,
  { year, track }: SegmentTable,
): Promise<readonly ScoreSegment[]> {
  return db('score_segments').where({ year, track_name: track }).orderBy('score', 'desc').select(columns);
}

/** In each year of a 科类 the line in which a rank stands, the newest first. */
export async function listEqualRanks(
  db: Knex,
  track: string,
  rank: number,
): Promise<readonly (ScoreSegment & { readonly year: number })[]> {
  return db('score_segments')
    .distinctOn('year')
    .where({ track_name: track })
    .where('total', '>=', rank)
    .orderBy([
      { column: 'year', order: 'desc' },
      { column: 'score', order: 'desc' },
    ])
    .select({ year: 'year', ...columns });
}

/** Adds the lines of tables that are not there yet. */
export async function insertSegments(
  db: Knex,
  rows: readonly (SegmentTable & ScoreSegment)[],
): Promise<void> {
  await db.batchInsert(
    'score_segments',
    rows.map(({ year, track, score, scoreTo, people, total }) => ({
      ...{ year, track_name: track, score, score_to: scoreTo, people, total },
    })),
    INSERT_CHUNK,
  );
}

export async function hasSegments(db: Knex): Promise<boolean> {
  return (await db('score_segments').first('year')) !== undefined;
}
