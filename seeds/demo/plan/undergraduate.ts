import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listInstitutionsOfLevel } from '../institutions';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import { ethnicityAmong, freshOnly, minorityOnly } from './requirements';
import { drawCategoryOffers } from './undergraduate-categories';
import { drawUndergraduateOffers } from './undergraduate-offers';

/** Chosen in the 定向 section. */
const tibetanMajors = ['水利水电工程(定向西藏就业)', '临床医学(定向西藏就业)', '法学(定向西藏就业)'];

function drawDirectedOffers(random: Random): readonly Offer[] {
  return tibetanMajors.map((majorName) => ({
    majorName,
    tracks: majorName.startsWith('法学') ? ['1'] : ['5'],
    planType: 'directed-tibet',
    quota: random.integer(1, 3),
    tuitionYuan: 4400,
    lengthYears: majorName.startsWith('临床') ? 5 : 4,
    requirements: [freshOnly],
    remark: '毕业后在西藏工作不少于5年',
  }));
}

/** Chosen in the 预科 section. */
function drawPreparatoryOffers(random: Random): readonly Offer[] {
  return ['1', '5'].map((track) => ({
    majorName: '少数民族预科班',
    tracks: [track],
    planType: 'preparatory',
    quota: random.integer(1, 4),
    tuitionYuan: 4400,
    lengthYears: 5,
    requirements: [random.chance(0.2) ? ethnicityAmong(['回', '蒙古', '维吾尔', '藏']) : minorityOnly],
    remark: '预科一年，结业合格后转入本科',
  }));
}

interface UndergraduateBatch {
  readonly batch: string;
  readonly level: '1' | '2';
  readonly directed: ReadonlySet<string>;
}

const batches: readonly UndergraduateBatch[] = [
  {
    batch: 'undergraduate-1',
    level: '1',
    directed: new Set(['1420', '1320', '1360', '2030', '6000', '6020']),
  },
  {
    batch: 'undergraduate-2',
    level: '2',
    directed: new Set(['5300', '4090', '3410', '6025', '6125', '2489']),
  },
];

function listInstitutionEntries(
  plan: UndergraduateBatch,
  institution: DemoInstitution,
): readonly PlanEntry[] {
  const { batch } = plan;
  const random = createRandom(`${batch}/${institution.code}`);
  const counts = { liberal: random.integer(8, 15), science: random.integer(13, 21) };
  const offers = [
    ...drawUndergraduateOffers(institution, counts, random),
    ...drawCategoryOffers(institution, random),
    ...(plan.directed.has(institution.code) ? drawDirectedOffers(random) : []),
    ...(institution.field === 'nation' || random.chance(0.15) ? drawPreparatoryOffers(random) : []),
  ];
  if (random.chance(0.25) && institution.code !== '2459' && institution.code !== '2489') {
    return ['1', '5'].flatMap((track) =>
      numberOffers(
        batch,
        institution.code,
        offers.filter(({ tracks }) => tracks.includes(track)),
      ),
    );
  }
  return numberOffers(batch, institution.code, offers);
}

/** 征集志愿: what was left of each batch at one institution in three, in its ordinary rows. */
export function listSupplementaryEntries(): readonly PlanEntry[] {
  return batches.flatMap(({ batch, level }) =>
    listInstitutionsOfLevel(level).flatMap((institution) => {
      const random = createRandom(`supplementary/${batch}/${institution.code}`);
      if (!random.chance(0.33)) return [];
      const counts = { liberal: random.integer(1, 3), science: random.integer(2, 4) };
      return numberOffers(
        `supplementary-${batch}`,
        institution.code,
        drawUndergraduateOffers(institution, counts, random),
      );
    }),
  );
}

/**
 * 本科一批 and 本科二批 with their 定向 and 预科 rows. One institution in four numbers its 文科 and 理科
 * majors apart, so that one 专业代号 names two majors there, one in each 科类.
 */
export function listUndergraduateEntries(): readonly PlanEntry[] {
  return batches.flatMap((plan) =>
    listInstitutionsOfLevel(plan.level).flatMap((institution) => listInstitutionEntries(plan, institution)),
  );
}
