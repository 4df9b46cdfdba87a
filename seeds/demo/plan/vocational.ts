import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listDemoInstitutions } from '../institutions';
import { vocationalMajors } from '../majors/vocational';
import { numberOffers } from './offers';
import { createRandom } from './random';
import { drawTuition } from './tuition';

const everyCategory = Object.keys(vocationalMajors);

interface VocationalBatch {
  readonly batch: string;
  readonly degree: 'undergraduate' | 'junior';
  readonly lengthYears: number;
  readonly categories: readonly [number, number];
  readonly opensAt: (institution: DemoInstitution) => boolean;
}

function isOpen({ name, province }: DemoInstitution): boolean {
  return province === '河南省' && !/专升本|定向|中外|联办|西亚斯|迈阿密|软件/.test(name);
}

const batches: readonly VocationalBatch[] = [
  {
    batch: 'vocational-undergraduate',
    degree: 'undergraduate',
    lengthYears: 4,
    categories: [7, 12],
    opensAt: (each) =>
      isOpen(each) && /2/.test(each.levels) && ['teacher', 'engineering', 'general'].includes(each.field),
  },
  {
    batch: 'vocational-junior',
    degree: 'junior',
    lengthYears: 3,
    categories: [5, 9],
    opensAt: (each) => isOpen(each) && /3/.test(each.levels),
  },
];

function listBatchEntries(plan: VocationalBatch): readonly PlanEntry[] {
  return listDemoInstitutions()
    .filter((institution) => plan.opensAt(institution))
    .flatMap((institution) => {
      const random = createRandom(`${plan.batch}/${institution.code}`);
      const categories = random.sample(everyCategory, random.integer(...plan.categories));
      const offers = [...new Set(['计算机', ...categories])].flatMap((audience) =>
        (vocationalMajors[audience]?.[plan.degree] ?? []).map((majorName) => ({
          majorName,
          audience,
          tracks: ['A'],
          quota: random.integer(3, 60),
          tuitionYuan: drawTuition(institution, random),
          lengthYears: plan.lengthYears,
        })),
      );
      return numberOffers(plan.batch, institution.code, offers);
    });
}

/** 对口生本科 and 对口生专科: each row is for one 专业类别. */
export function listVocationalEntries(): readonly PlanEntry[] {
  return batches.flatMap(listBatchEntries);
}
