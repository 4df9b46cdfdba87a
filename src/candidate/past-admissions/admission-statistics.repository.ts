import type { Knex } from 'knex';
import type { AdmissionInstitution, AdmissionStatistics, PublishedSpan } from './admission-statistics';

const INSERT_CHUNK = 1000;

const columns = {
  institution: 'institution_code',
  year: 'year',
  batch: 'batch_name',
  track: 'track_name',
  group: 'group_code',
  major: 'major_code',
  majorName: 'major_name',
  requirement: 'requirement',
  planned: 'planned',
  admitted: 'admitted',
  highestScore: 'highest_score',
  averageScore: 'average_score',
  lowestScore: 'lowest_score',
  highestRank: 'highest_rank',
  averageRank: 'average_rank',
  lowestRank: 'lowest_rank',
} as const;

type Row = Omit<AdmissionStatistics, 'scores' | 'ranks'> & {
  readonly [value in `${keyof PublishedSpan}${'Score' | 'Rank'}`]: number | null;
};

function toSpan(highest: number | null, average: number | null, lowest: number | null): PublishedSpan | null {
  return highest === null && average === null && lowest === null ? null : { highest, average, lowest };
}

function toStatistics(row: Row): AdmissionStatistics {
  const { highestScore, averageScore, lowestScore, highestRank, averageRank, lowestRank, ...rest } = row;
  return {
    ...rest,
    scores: toSpan(highestScore, averageScore, lowestScore),
    ranks: toSpan(highestRank, averageRank, lowestRank),
  };
}

/**
 * The institution with this code or, where there is none, those whose names hold the text: the one of this very name
 * first, the others by code.
 */
export async function findAdmissionInstitutions(
  db: Knex,
  text: string,
  limit: number,
): Promise<AdmissionInstitution[]> {
  const byCode = await db('admission_institutions').where({ code: text }).select('code', 'name');
  if (byCode.length > 0) return byCode;
  return db('admission_institutions')
    .whereRaw('strpos(name, ?) > 0', [text])
    .orderByRaw('name = ? desc, code', [text])
    .limit(limit)
    .select('code', 'name');
}

/** Everything that is kept of an institution, years ascending. */
export async function listAdmissionStatistics(db: Knex, institution: string): Promise<AdmissionStatistics[]> {
  const rows: Row[] = await db('admission_statistics')
    .where({ institution_code: institution })
    .orderBy(['batch_name', 'track_name', 'group_code', 'major_name', 'year'])
    .select(columns);
  return rows.map(toStatistics);
}

export async function hasAdmissionStatistics(db: Knex): Promise<boolean> {
  return (await db('admission_institutions').first('code')) !== undefined;
}

/** Adds institutions and their statistics. */
export async function insertAdmissionStatistics(
  db: Knex,
  institutions: readonly AdmissionInstitution[],
  statistics: readonly AdmissionStatistics[],
): Promise<void> {
  const rows = statistics.map(({ scores, ranks, ...row }) => ({
    institution_code: row.institution,
    year: row.year,
    batch_name: row.batch,
    track_name: row.track,
    group_code: row.group,
    major_code: row.major,
    major_name: row.majorName,
    requirement: row.requirement,
    planned: row.planned,
    admitted: row.admitted,
    highest_score: scores?.highest ?? null,
    average_score: scores?.average ?? null,
    lowest_score: scores?.lowest ?? null,
    highest_rank: ranks?.highest ?? null,
    average_rank: ranks?.average ?? null,
    lowest_rank: ranks?.lowest ?? null,
  }));
  await db.batchInsert(
    'admission_institutions',
    institutions.map(({ code, name }) => ({ code, name })),
    INSERT_CHUNK,
  );
  await db.batchInsert('admission_statistics', rows, INSERT_CHUNK);
}
