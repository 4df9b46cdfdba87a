import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listInstitutionsOfLevel } from '../institutions';
import { numberOffers, type Offer } from './offers';
import { createRandom } from './random';
import { onList, ruralOnly } from './requirements';
import { drawUndergraduateOffers } from './undergraduate-offers';

interface SpecialPlan {
  readonly batch: string;
  readonly counts: { readonly liberal: number; readonly science: number };
  readonly opensAt: (institution: DemoInstitution) => boolean;
  readonly addTo: (offer: Offer) => Offer;
}

function isPlain({ name }: DemoInstitution): boolean {
  return !name.includes('(');
}

function leave(offer: Offer): Offer {
  return offer;
}

const eliteCodes = new Set([
  '1105',
  '1110',
  '1115',
  '1130',
  '1165',
  '1180',
  '1195',
  '1400',
  '1410',
  '1485',
  '6000',
]);
const troupeMajors = /^(汉语言文学|英语|法学|新闻学|工商管理|计算机|数学)/;

const plans: readonly SpecialPlan[] = [
  {
    batch: 'national-special',
    counts: { liberal: 3, science: 6 },
    opensAt: (institution) => isPlain(institution) && institution.levels.includes('1'),
    addTo: leave,
  },
  {
    batch: 'local-special',
    counts: { liberal: 4, science: 7 },
    opensAt: (institution) => isPlain(institution) && institution.province === '河南省',
    addTo: (offer) => ({ ...offer, requirements: [...(offer.requirements ?? []), ruralOnly] }),
  },
  {
    batch: 'university-special',
    counts: { liberal: 4, science: 7 },
    opensAt: ({ code }) => eliteCodes.has(code),
    addTo: (offer) => ({ ...offer, requirements: [...(offer.requirements ?? []), onList('高校专项')] }),
  },
  {
    batch: 'arts-troupe',
    counts: { liberal: 30, science: 40 },
    opensAt: ({ code }) => eliteCodes.has(code),
    addTo: (offer) => ({ ...offer, remark: '须入围本校高水平艺术团' }),
  },
  {
    batch: 'sports-team',
    counts: { liberal: 30, science: 40 },
    opensAt: ({ code }) => eliteCodes.has(code),
    addTo: (offer) => ({ ...offer, remark: '须入围本校高水平运动队' }),
  },
];

function listInstitutionEntries(plan: SpecialPlan, institution: DemoInstitution): readonly PlanEntry[] {
  const random = createRandom(`${plan.batch}/${institution.code}`);
  const drawn = drawUndergraduateOffers(institution, plan.counts, random);
  const few =
    plan.counts.liberal > 20 ? drawn.filter(({ majorName }) => troupeMajors.test(majorName)) : drawn;
  const offers = few.map((offer) => plan.addTo({ ...offer, category: '', quota: random.integer(1, 6) }));
  return numberOffers(plan.batch, institution.code, offers);
}

/** 国家专项, 地方专项, and the three 特殊类型: 高校专项, 高水平艺术团, 高水平运动队. */
export function listSpecialPlanEntries(): readonly PlanEntry[] {
  const institutions = [...new Set([...listInstitutionsOfLevel('1'), ...listInstitutionsOfLevel('2')])];
  return plans.flatMap((plan) =>
    institutions
      .filter((institution) => plan.opensAt(institution))
      .flatMap((institution) => listInstitutionEntries(plan, institution)),
  );
}
