import type { DemoInstitution } from '../institutions';
import type { Offer } from './offers';
import type { Random } from './random';
import { adviseLanguage, minorityOnly } from './requirements';

const jointMajors = [
  '会计学(中外合作办学)',
  '计算机科学与技术(中外合作办学)',
  '土木工程(中外合作办学)',
  '金融学(中外合作办学)',
];
const costlyMajors = ['软件工程(高收费)', '数字媒体技术(高收费)', '英语(高收费)'];
const minorityMajors = ['民族学(民族班)', '法学(民族班)', '数学与应用数学(民族班)'];

function drawSharedOffers(
  names: readonly string[],
  count: number,
  random: Random,
  base: Partial<Offer>,
): readonly Offer[] {
  return random.sample(names, count).flatMap((majorName) =>
    ['1', '5'].map((track) => ({
      majorName,
      tracks: [track],
      quota: random.integer(2, 30),
      tuitionYuan: 5000,
      lengthYears: 4,
      ...base,
    })),
  );
}

/**
 * Majors of another 类别 within one institution. One choice uses majors of one 类别 only, so that these and
 * the ordinary ones cannot stand in one row of the form.
 */
export function drawCategoryOffers(institution: DemoInstitution, random: Random): readonly Offer[] {
  const offers: Offer[] = [];
  const isPlain = !institution.name.includes('(');
  if (isPlain && random.chance(0.35)) {
    const base = { category: '中外合作办学', tuitionYuan: 28000, requirements: [adviseLanguage('英语')] };
    offers.push(...drawSharedOffers(jointMajors, 2, random, base));
  }
  if (isPlain && random.chance(0.2)) {
    offers.push(...drawSharedOffers(costlyMajors, 2, random, { category: '高收费', tuitionYuan: 13200 }));
  }
  if (institution.field === 'nation') {
    offers.push(
      ...drawSharedOffers(minorityMajors, 2, random, { category: '民族', requirements: [minorityOnly] }),
    );
  }
  return offers;
}
