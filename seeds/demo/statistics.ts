import {
  type AdmissionInstitution,
  type AdmissionStatistics,
  WHOLE_INSTITUTION,
} from '../../src/candidate/past-admissions/admission-statistics';
import { type DemoInstitution, listInstitutionsOfLevel } from './institutions';
import { createRandom, type Random } from './plan/random';
import { rankOf } from './statistics/score-ranks';

const YEARS = [2018, 2019, 2020] as const;
const TRACKS = ['文科综合', '理科综合'] as const;
const HIGHEST = 720;

type Year = (typeof YEARS)[number];
type Track = (typeof TRACKS)[number];

interface Level {
  readonly level: '1' | '2' | '3';
  /** Name of the batch in those years. */
  readonly batch: string;
  /** Least score by 科类 and year, and how far above it the best institution starts. */
  readonly lines: Readonly<Record<Track, Readonly<Record<Year, number>>>>;
  readonly reach: number;
  readonly mostPlanned: number;
}

const levels: readonly Level[] = [
  {
    level: '1',
    batch: '本科第一批',
    lines: {
      文科综合: { 2018: 547, 2019: 536, 2020: 556 },
      理科综合: { 2018: 499, 2019: 502, 2020: 544 },
    },
    reach: 115,
    mostPlanned: 90,
  },
  {
    level: '2',
    batch: '本科第二批',
    lines: {
      文科综合: { 2018: 436, 2019: 447, 2020: 465 },
      理科综合: { 2018: 374, 2019: 385, 2020: 418 },
    },
    reach: 90,
    mostPlanned: 240,
  },
  {
    level: '3',
    batch: '高职高专批',
    lines: {
      文科综合: { 2018: 185, 2019: 185, 2020: 180 },
      理科综合: { 2018: 185, 2019: 185, 2020: 180 },
    },
    reach: 230,
    mostPlanned: 400,
  },
];

function drawYear(
  institution: DemoInstitution,
  { batch, lines, reach, mostPlanned }: Level,
  track: Track,
  year: Year,
  standing: number,
): AdmissionStatistics {
  const random = createRandom(`statistics/${batch}/${institution.code}/${track}/${year}`);
  const size = createRandom(`size/${batch}/${institution.code}/${track}`);
  const usual = size.integer(1, size.integer(4, mostPlanned));
  const planned = Math.max(1, Math.round((usual * random.integer(85, 115)) / 100));
  const row = { ...WHOLE_INSTITUTION, institution: institution.code, year, batch, track, planned };
  const admitted = drawAdmitted(planned, random);
  if (admitted === 0) return { ...row, admitted, scores: null, ranks: null };
  const lowest = lines[track][year] + Math.max(0, standing * reach + random.integer(-5, 5));
  const scores = drawScores(Math.round(lowest), admitted, random);
  const rank = (score: number) => rankOf(year, track, score);
  const ranks = { highest: rank(scores.highest), average: rank(scores.average), lowest: rank(scores.lowest) };
  return { ...row, admitted, scores, ranks };
}

/** Most plans are filled; a few are short of one or two, and now and then nobody comes. */
function drawAdmitted(planned: number, random: Random): number {
  if (random.chance(0.02)) return 0;
  return random.chance(0.12) ? Math.max(1, planned - random.integer(1, 2)) : planned;
}

function drawScores(lowest: number, admitted: number, random: Random) {
  if (admitted === 1) return { highest: lowest, average: lowest, lowest };
  const highest = Math.min(HIGHEST, lowest + random.integer(1, Math.min(42, 4 + admitted)));
  const share = random.integer(25, 45) / 100;
  return { highest, average: Math.round((lowest + (highest - lowest) * share) * 10) / 10, lowest };
}

/** Every institution that has demo statistics. */
export function listDemoStatisticsInstitutions(): readonly AdmissionInstitution[] {
  const all = levels.flatMap(({ level }) => listInstitutionsOfLevel(level));
  return [...new Map(all.map(({ code, name }) => [code, { code, name }])).values()];
}

/**
 * The demo's 往年录取统计 of 2018 to 2020: names and codes are real, every figure is invented. The same rows in the
 * same order at every call and on every machine.
 */
export function listDemoStatistics(): readonly AdmissionStatistics[] {
  return levels.flatMap((level) =>
    listInstitutionsOfLevel(level.level).flatMap((institution) => {
      // How an institution stands within its level changes little over the years.
      const standing = createRandom(`standing/${level.batch}/${institution.code}`).integer(0, 1000) / 1000;
      return TRACKS.flatMap((track) =>
        YEARS.map((year) => drawYear(institution, level, track, year, standing ** 1.6)),
      );
    }),
  );
}
