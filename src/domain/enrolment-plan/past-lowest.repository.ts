import type { Knex } from 'knex';
import type { PastLowestRow } from './past-lowest';

/** The lowest of every 专业组 and 专业 of a year; figures of whole institutions are left out. */
export async function listPastLowest(db: Knex, year: number): Promise<readonly PastLowestRow[]> {
  return db('admission_statistics as s')
    .join('admission_institutions as i', 'i.code', 's.institution_code')
    .where({ 's.year': year })
    .whereRaw("(s.group_code <> '' or s.major_name <> '')")
    .whereRaw('(s.lowest_score is not null or s.lowest_rank is not null)')
    .select({
      year: 's.year',
      institution: 'i.name',
      batch: 's.batch_name',
      track: 's.track_name',
      group: 's.group_code',
      major: 's.major_name',
      requirement: 's.requirement',
      score: 's.lowest_score',
      rank: 's.lowest_rank',
    });
}
