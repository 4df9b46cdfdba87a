import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listDemoInstitutions } from '../institutions';
import { juniorSportMajors, sportMajors } from '../majors/special';
import { numberOffers } from './offers';
import { createRandom } from './random';
import { adviseHeight, sportsScoreAtLeast } from './requirements';
import { drawTuition } from './tuition';

interface SportsBatch {
  readonly batch: string;
  readonly majors: readonly string[];
  readonly lengthYears: number;
  readonly points: readonly number[];
  readonly opensAt: (institution: DemoInstitution) => boolean;
}

function isPlain({ name }: DemoInstitution): boolean {
  return !/专升本|定向|中外|软件/.test(name);
}

const batches: readonly SportsBatch[] = [
  {
    batch: 'sports-undergraduate',
    majors: sportMajors,
    lengthYears: 4,
    points: [110, 120, 130, 150],
    opensAt: (each) =>
      each.field === 'sport' || (['teacher', 'general'].includes(each.field) && /[12]/.test(each.levels)),
  },
  {
    batch: 'junior-sports',
    majors: juniorSportMajors,
    lengthYears: 3,
    points: [90, 100],
    opensAt: (each) => ['sport', 'teacher', 'general'].includes(each.field) && each.levels.includes('3'),
  },
];

function listBatchEntries(plan: SportsBatch): readonly PlanEntry[] {
  return listDemoInstitutions()
    .filter((institution) => isPlain(institution) && plan.opensAt(institution))
    .flatMap((institution) => {
      const random = createRandom(`${plan.batch}/${institution.code}`);
      const offers = random.sample(plan.majors, institution.field === 'sport' ? 6 : 3).map((majorName) => ({
        majorName,
        tracks: random.chance(0.85) ? ['1', '5'] : ['5'],
        quota: random.integer(2, 40),
        tuitionYuan: drawTuition(institution, random),
        lengthYears: plan.lengthYears,
        requirements: [
          ...(random.chance(0.3) ? [sportsScoreAtLeast(random.pick(plan.points))] : []),
          ...(random.chance(0.3) ? [adviseHeight(165)] : []),
        ],
      }));
      return numberOffers(plan.batch, institution.code, offers);
    });
}

/** 体育本科 and 体育类专科. */
export function listSportsEntries(): readonly PlanEntry[] {
  return batches.flatMap(listBatchEntries);
}
