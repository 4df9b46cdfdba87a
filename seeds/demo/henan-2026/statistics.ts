import {
  type AdmissionStatistics,
  WHOLE_INSTITUTION,
} from '../../../src/candidate/past-admissions/admission-statistics';
import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { presentRequirement } from '../../../src/domain/enrolment-plan/plan-group.presenter';
import type { DemoInstitution } from '../institutions';
import { createRandom } from '../plan/random';
import { rankOf } from '../statistics/score-ranks';
import { listGroupedPlan } from './grouped-plan';
import { listInstitutions } from './institutions';
import { listRowPlan } from './row-plan';

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
      ...{ ...WHOLE_INSTITUTION, institution: code, year: YEAR, batch, track, planned, admitted: planned },
      scores: { highest, average, lowest },
      ranks: { highest: rank(highest), average: rank(average), lowest: rank(lowest) },
    };
  });
}

const batchNames: Readonly<Record<string, string>> = {
  undergraduate: '普通本科批',
  junior: '普通高职（专科）批',
  'early-teacher': '本科提前批师范类',
  'early-medical': '本科提前批医学类',
  'arts-undergraduate': '艺术本科批',
};
const trackNames: Readonly<Record<string, '历史类' | '物理类'>> = { '1': '历史类', '5': '物理类' };

/** Of many a 专业组 and 专业 the lowest alone is published, of some nothing at all. */
function drawLowest(
  key: string,
  from: number,
): Pick<AdmissionStatistics, 'scores'> & { readonly lowest: number } {
  const lowest = from + createRandom(`henan-2026/lowest/${key}`).integer(0, 18);
  return { lowest, scores: { highest: null, average: null, lowest } };
}

/** By 专业组 and 专业, as the year before has them: invented, and by the codes of this year, which is not so in life. */
function drawParts(whole: readonly AdmissionStatistics[]): readonly AdmissionStatistics[] {
  const known = new Map(whole.map((row) => [`${row.institution}/${row.batch}/${row.track}`, row] as const));
  const { groups, entries } = listGroupedPlan();
  const requirements = new Map(
    groups.map((one) => [
      [one.batch, one.track, one.institution, one.code].join('/'),
      presentRequirement(one.requirement).replace('选科要求：', ''),
    ]),
  );
  const lowestOf = (batch: string, institution: string, track: '历史类' | '物理类') =>
    known.get(`${institution}/${batch}/${track}`)?.scores?.lowest ?? (track === '物理类' ? 440 : 480);
  const describe = (entry: PlanEntry, requirement: string): readonly AdmissionStatistics[] => {
    const [code = ''] = entry.tracks;
    const [batch, track] = [batchNames[entry.batch], trackNames[code]];
    if (batch === undefined || track === undefined) return [];
    const key = `${entry.batch}/${entry.institution}/${entry.group}/${entry.major}/${code}`;
    const { lowest, scores } = drawLowest(key, lowestOf(batch, entry.institution, track));
    return [
      {
        ...{ institution: entry.institution, year: YEAR, batch, track, requirement, scores },
        ...{
          group: entry.group,
          major: entry.major,
          majorName: entry.majorName,
          planned: null,
          admitted: null,
        },
        ranks: { highest: null, average: null, lowest: rankOf(YEAR, track, lowest) },
      },
    ];
  };
  const ofGroups = entries.flatMap((entry) =>
    describe(
      entry,
      requirements.get([entry.batch, entry.tracks[0], entry.institution, entry.group].join('/')) ?? '',
    ),
  );
  const lowest = new Map<string, AdmissionStatistics>();
  for (const row of ofGroups) {
    const key = [row.institution, row.batch, row.track, row.group].join('/');
    const before = lowest.get(key);
    if (before === undefined || (row.scores?.lowest ?? 0) < (before.scores?.lowest ?? 0))
      lowest.set(key, { ...row, major: '', majorName: '' });
  }
  return [...lowest.values(), ...ofGroups, ...listRowPlan().flatMap((entry) => describe(entry, ''))];
}

/** The year before, by institution, 专业组 and 专业; every figure is invented, the lines are those of that year. */
export function listStatistics() {
  const all = listInstitutions();
  const rows = levels.flatMap((level) =>
    all.filter((one) => level.levels.test(one.levels)).flatMap((one) => draw(level, one)),
  );
  return {
    institutions: all.map(({ code, name }) => ({ code, name })),
    rows: [...rows, ...drawParts(rows)],
  };
}
