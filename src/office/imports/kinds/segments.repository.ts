import type { Knex } from 'knex';
import type { ImportCounts, ListExtent } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

export const segmentStaging: readonly StagingColumn[] = [
  ['year', 'integer'],
  ['track_name', 'text'],
  ['score', 'numeric(6, 2)'],
  ['score_to', 'numeric(6, 2)'],
  ['people', 'integer'],
  // Those with the score or a better one.
  ['reached', 'integer'],
];

/** What a list leaves out is reckoned from what it has: the one number from the other, the best score first. */
const SEGMENTS = `
  select row_number, year, track_name, score, score_to, people as said_people, said_total,
         coalesce(people, total - coalesce(lag(total) over best, 0)) as people, total,
         lag(total) over best as before, lag(score) over best as better
    from (select row_number, year, track_name, score, score_to, people, reached as said_total,
                 coalesce(reached, sum(people) over best)::integer as total
            from import_rows
          window best as (partition by year, track_name order by score desc)) summed
  window best as (partition by year, track_name order by score desc)`;

export const segmentChecks: readonly TableCheck[] = [
  checkRepetition('score', ['score', 'year', 'track_name'], 'r.score::text'),
  {
    column: 'total',
    code: 'notCumulative',
    sql: `select row_number, said_total::text as found, before::text as expected from (${SEGMENTS}) s
           where said_total < before`,
  },
  {
    column: 'total',
    code: 'otherSum',
    sql: `select row_number, said_total::text as found, (coalesce(before, 0) + said_people)::text as expected
            from (${SEGMENTS}) s
           where said_total <> coalesce(before, 0) + said_people and said_total >= coalesce(before, 0)`,
  },
  {
    column: 'score',
    code: 'overlaps',
    sql: `select row_number, score_to::text as found, better::text as expected from (${SEGMENTS}) s
           where score_to >= better`,
  },
];

const KEY = 't.year = s.year and t.track_name = s.track_name and t.score = s.score';
const CONCERNED = '(t.year, t.track_name) in (select year, track_name from import_rows)';
const ABSENT = `${CONCERNED} and not exists (select from import_rows s where ${KEY})`;
const values = (row: string) => `(${row}.score_to, ${row}.people, ${row}.total)`;

export async function countSegments(transaction: Knex.Transaction): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.year is null) as added,
            count(*) filter (where t.year is not null and ${values('t')} is distinct from ${values('s')}) as changed,
            count(*) filter (where t.year is not null and ${values('t')} is not distinct from ${values('s')}) as unchanged,
            (select count(*) from score_segments t where ${ABSENT}) as removed, 0::bigint as kept
       from (${SEGMENTS}) s left join score_segments t on ${KEY}`,
  );
  return getCounts(rows);
}

/** Replaces the tables of the years and 科类 in the file. */
export async function applySegments(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(`delete from score_segments t where ${CONCERNED}`);
  await transaction.raw(
    `insert into score_segments (year, track_name, score, score_to, people, total)
     select year, track_name, score, score_to, people, total from (${SEGMENTS}) s`,
  );
}

const described = (row: string) => `jsonb_build_object('people', ${row}.people, 'total', ${row}.total)`;

/** Writes down which lines go or change. @returns lines of the tables that the file concerns */
export async function weighSegments(transaction: Knex.Transaction): Promise<number> {
  await transaction.raw(
    `insert into weighed (act, subject, before, after)
     select case when s.year is null then 'removed' else 'changed' end,
            concat_ws(' ', t.year, t.track_name, concat(trim_scale(t.score), '分')), ${described('t')},
            case when s.year is null then '{}' else ${described('s')} end
       from score_segments t left join (${SEGMENTS}) s on ${KEY}
      where ${CONCERNED} and (s.year is null or ${values('t')} is distinct from ${values('s')})
      order by t.year, t.track_name, t.score desc`,
  );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from score_segments t where ${CONCERNED}`,
  );
  return rows[0]?.count ?? 0;
}

export interface ListedSegment {
  readonly key: string;
  readonly year: number;
  readonly track: string;
  readonly score: string;
  readonly scoreTo: string | null;
  readonly people: number;
  readonly total: number;
}

/** The next lines, by year and 科类, the best score first. */
export function listSegmentPiece(
  db: Knex,
  extent: ListExtent,
  after: string,
  limit: number,
): Promise<readonly ListedSegment[]> {
  const key = "concat(t.year, '/', t.track_name, '/', to_char(1000 - t.score, 'FM0000.00'))";
  return queryPiece(
    db,
    `select ${key} collate "C" as key, t.year, t.track_name as track, t.score, t.score_to as "scoreTo", t.people, t.total
       from score_segments t
      where ${extent === 'staged' ? CONCERNED : 'true'} and ${key} collate "C" > :after
      order by 1 limit :limit`,
    { after, limit },
  );
}
