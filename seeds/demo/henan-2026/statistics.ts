import type { AdmissionStatistics } from '../../../src/candidate/past-admissions/admission-statistics';
import type { DemoInstitution } from '../institutions';
import { createRandom } from '../plan/random';
import { rankOf } from '../statistics/score-ranks';
import { listInstitutions } from './institutions';

const YEAR = 2025;

interface Level {
  readonly batch: string;
  readonly levels: RegExp;
  readonly lines: Readonly<Record<'历史类' | '物理类', number>>;
  readonly reach: number;
}

const levels: readonly Level[] = [
  { batch: '普通本科批', levels: /[12]/, lines: { 历史类: 471, 物理类: 427 }, reach: 190 },
  { batch: '普通高职（专科）批', levels: /3/, lines: { 历史类: 185, 物理类: 185 }, reach: 250 },
];

function draw({ batch, lines, reach }: Level, { code, levels: own }: DemoInstitution): AdmissionStatistics[] {
  const random = createRandom(`henan-2026/statistics/${batch}/${code}`);
  const standing = (random.integer(0, 1000) / 1000) ** (own.includes('1') ? 0.8 : 2);
  return (['历史类', '物理类'] as const).map((track) => {
    const planned = random.integer(8, 240);
    const lowest = Math.round(lines[track] + standing * reach + random.integer(0, 5));
    const highest = lowest + random.integer(6, 40);
    const average = Math.round((lowest + (highest - lowest) * 0.35) * 10) / 10;
    const rank = (score: number) => rankOf(YEAR, track, score);
    return {
      ...{ institution: code, year: YEAR, batch, track, planned, admitted: planned },
      scores: { highest, average, lowest },
      ranks: { highest: rank(highest), average: rank(average), lowest: rank(lowest) },
    };
  });
}

/** The year before, by institution; every figure is invented, the lines are those of that year. */
export function listStatistics() {
  const all = listInstitutions();
  const rows = levels.flatMap((level) =>
    all.filter((one) => level.levels.test(one.levels)).flatMap((one) => draw(level, one)),
  );
  return { institutions: all.map(({ code, name }) => ({ code, name })), rows };
}
