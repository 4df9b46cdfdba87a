import {
  type AdmissionStatistics,
  WHOLE_INSTITUTION,
} from '../../../src/candidate/past-admissions/admission-statistics';
import type { DemoInstitution } from '../institutions';
import { createRandom } from '../plan/random';
import { rankOf } from '../statistics/score-ranks';
import { listInstitutions } from './institutions';
import { listRegularPlan } from './regular-plan';

const YEAR = 2025;
const TRACK = '不分科类';

interface Level {
  readonly batch: string;
  readonly levels: RegExp;
  /** Where admissions begin, and how far above it they reach. Both are invented. */
  readonly line: number;
  readonly reach: number;
}

const levels: readonly Level[] = [
  { batch: '普通类常规批第1次志愿', levels: /[12]/, line: 440, reach: 230 },
  { batch: '普通类常规批第2次志愿', levels: /3/, line: 150, reach: 290 },
];

function draw({ batch, line, reach }: Level, { code, levels: own }: DemoInstitution): AdmissionStatistics {
  const random = createRandom(`shandong-2026/statistics/${batch}/${code}`);
  const standing = (random.integer(0, 1000) / 1000) ** (own.includes('1') ? 0.8 : 2);
  const planned = random.integer(8, 240);
  const lowest = Math.round(line + standing * reach);
  const highest = lowest + random.integer(6, 40);
  const average = Math.round((lowest + (highest - lowest) * 0.35) * 10) / 10;
  const rank = (score: number) => rankOf(YEAR, TRACK, score);
  return {
    ...{
      ...WHOLE_INSTITUTION,
      institution: code,
      year: YEAR,
      batch,
      track: TRACK,
      planned,
      admitted: planned,
    },
    scores: { highest, average, lowest },
    ranks: { highest: rank(highest), average: rank(average), lowest: rank(lowest) },
  };
}

/** By 专业, of the first round: the lowest alone. By the codes of this year, which is not so in life. */
function drawMajors(whole: readonly AdmissionStatistics[]): readonly AdmissionStatistics[] {
  const [first] = levels;
  const rows = whole.filter(({ batch }) => batch === first?.batch);
  const known = new Map(rows.map((row) => [row.institution, row] as const));
  return listRegularPlan()
    .filter(({ batch, planType }) => batch === 'regular-1' && planType === 'ordinary')
    .flatMap(({ institution, major, majorName }) => {
      const row = known.get(institution);
      const from = row?.scores?.lowest;
      if (row === undefined || typeof from !== 'number') return [];
      const random = createRandom(`shandong-2026/lowest/${institution}/${major}`);
      const lowest = from + random.integer(0, 18);
      return [
        {
          ...{ ...row, major, majorName, planned: null, admitted: null },
          scores: { highest: null, average: null, lowest },
          ranks: { highest: null, average: null, lowest: rankOf(YEAR, TRACK, lowest) },
        },
      ];
    });
}

/** The year before, by institution and, in the first round, by 专业; every figure is invented. */
export function listStatistics() {
  const all = listInstitutions();
  const whole = levels.flatMap((level) =>
    all.filter((one) => level.levels.test(one.levels)).map((one) => draw(level, one)),
  );
  return {
    institutions: all.map(({ code, name }) => ({ code, name })),
    rows: [...whole, ...drawMajors(whole)],
  };
}
