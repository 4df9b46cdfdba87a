import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import type { DemoInstitution } from '../institutions';
import { juniorEarlyMajors, sergeantMajors } from '../majors/junior';
import {
  artMajors,
  freeTeacherMajors,
  juniorArtMajors,
  juniorSportMajors,
  justiceMajors,
  militaryMajors,
  policeMajors,
  sportMajors,
} from '../majors/special';
import { words } from '../majors/words';
import { numberOffers, type Offer } from '../plan/offers';
import { createRandom, type Random } from '../plan/random';
import {
  adviseColourVision,
  adviseEyesight,
  adviseHeight,
  bornBetween,
  menOnly,
  passedProvincial,
  type Requirement,
  ruralOnly,
  unmarriedOnly,
  womenOnly,
} from '../plan/requirements';
import { listInstitutions } from './institutions';
import { chose } from './subjects';

/** Rows of one batch of 专业+院校: where, which majors, and what they ask. */
interface Programme {
  readonly batch: string;
  readonly opensAt: (institution: DemoInstitution) => boolean;
  readonly majors: readonly string[];
  readonly count: number;
  readonly ask: (majorName: string, random: Random) => readonly Requirement[];
  readonly tracks?: readonly string[];
  readonly planType?: string;
  readonly suffix?: string;
  readonly lengthYears?: number;
  readonly tuitionYuan?: number;
}

const bornForArmy = bornBetween('2006-09-01', '2010-08-31');
const bornForPolice = bornBetween('2004-09-01', '2010-08-31');
const sexOf = (random: Random) => (random.chance(0.75) ? menOnly : womenOnly);
const ofField =
  (...fields: readonly string[]) =>
  ({ field }: DemoInstitution) =>
    fields.includes(field);
const withCode =
  (...codes: readonly string[]) =>
  ({ code }: DemoInstitution) =>
    codes.includes(code);
const isUndergraduate = ({ levels }: DemoInstitution) => /[12]/.test(levels);
const isJunior = ({ levels }: DemoInstitution) => levels.includes('3');
const artsFields = ofField('art', 'general', 'teacher');
const kindOf = (majors: typeof artMajors, name: string) =>
  Object.entries(majors).find(([, names]) => names.includes(name))?.[0] ?? '';
const KINDS = ['美术', '书法', '音乐', '舞蹈', '播音与主持', '表演'];
const listArts = (majors: typeof artMajors) => KINDS.flatMap((kind) => majors[kind] ?? []);

const early: readonly Programme[] = [
  {
    ...{ batch: 'pilot', opensAt: withCode('0996'), count: 2, tuitionYuan: 0, tracks: ['5'] },
    majors: ['航空飞行与指挥', '航空飞行与指挥(双学籍飞行学员)'],
    ask: () => [menOnly, bornForArmy],
  },
  {
    ...{ batch: 'early-military', opensAt: ofField('military'), majors: militaryMajors, count: 6 },
    ...{ tracks: ['5'], tuitionYuan: 0 },
    ask: (_name, random) => [sexOf(random), bornForArmy, unmarriedOnly, chose('化学'), adviseEyesight(4.7)],
  },
  {
    ...{ batch: 'early-police', opensAt: ofField('police'), majors: policeMajors, count: 6 },
    ask: (_name, random) => [sexOf(random), bornForPolice, adviseColourVision],
  },
  {
    ...{ batch: 'early-police', opensAt: withCode('0110', '0120', '0165'), majors: policeMajors, count: 2 },
    ...{ planType: 'national-special-early', suffix: '(国家专项)' },
    ask: (_name, random) => [sexOf(random), bornForPolice],
  },
  {
    ...{ batch: 'early-justice', opensAt: ofField('law'), majors: justiceMajors, count: 4 },
    ask: (_name, random) => [sexOf(random), bornForPolice, unmarriedOnly, adviseHeight(160)],
  },
  {
    ...{ batch: 'early-justice', opensAt: withCode('2030'), majors: justiceMajors, count: 1 },
    ...{ planType: 'national-special-early', suffix: '(国家专项)' },
    ask: () => [bornForPolice],
  },
  {
    ...{ batch: 'early-teacher', majors: freeTeacherMajors, count: 5, tuitionYuan: 0, suffix: '(公费)' },
    opensAt: (one) => one.field === 'teacher' && isUndergraduate(one),
    ask: (name) => (name.startsWith('地理') ? [chose('地理')] : []),
  },
  {
    ...{ batch: 'early-medical', majors: words('临床医学 中医学 预防医学'), count: 3, tuitionYuan: 0 },
    ...{ planType: 'rural-medical', suffix: '(农村订单定向)', tracks: ['5'], lengthYears: 5 },
    opensAt: (one) => one.field === 'medical' && isUndergraduate(one),
    ask: () => [ruralOnly, chose('化学')],
  },
  {
    ...{ batch: 'early-industry', opensAt: withCode('0101', '0150', '0195'), count: 4 },
    majors: words('网络空间安全 密码科学与技术 国际政治 外交学 海关管理 海关检验检疫安全'),
    ask: (_name, random) => [sexOf(random)],
  },
  {
    ...{ batch: 'early-other', count: 3, opensAt: ofField('language', 'nation', 'law') },
    majors: words('马克思主义理论 航海技术 飞行技术 阿拉伯语 葡萄牙语'),
    ask: (name) => (/航海|飞行/.test(name) ? [menOnly, adviseEyesight(4.7)] : []),
  },
  {
    ...{ batch: 'arts-early', count: 6, majors: listArts(artMajors), tuitionYuan: 10_000 },
    opensAt: ({ code, field }) => field === 'art' && code >= '9900',
    ask: () => [],
  },
  {
    ...{ batch: 'sports-undergraduate', count: 4, majors: sportMajors },
    opensAt: (one) => one.field === 'sport' || (ofField('teacher', 'general')(one) && isUndergraduate(one)),
    ask: () => [],
  },
  {
    ...{ batch: 'police-junior', majors: juniorEarlyMajors.police, count: 3, lengthYears: 3 },
    opensAt: (one) => one.field === 'police' && isJunior(one),
    ask: (_name, random) => [sexOf(random), bornForPolice],
  },
  {
    ...{ batch: 'justice-junior', majors: juniorEarlyMajors.justice, count: 3, lengthYears: 3 },
    opensAt: (one) => one.field === 'justice' && isJunior(one),
    ask: (_name, random) => [sexOf(random), bornForPolice],
  },
];

const late: readonly Programme[] = [
  {
    ...{ batch: 'arts-undergraduate', count: 5, majors: listArts(artMajors), tuitionYuan: 9000 },
    opensAt: (one) => artsFields(one) && isUndergraduate(one),
    ask: (name) => [passedProvincial(kindOf(artMajors, name))],
  },
  {
    ...{ batch: 'junior-military', majors: sergeantMajors, count: 4, lengthYears: 3 },
    ...{ suffix: '(定向培养军士)', opensAt: withCode('6265', '7459', '7702', '6261', '8057') },
    ask: (_name, random) => [sexOf(random), bornForArmy, unmarriedOnly, adviseHeight(160)],
  },
  {
    ...{ batch: 'junior-medical', majors: words('临床医学 口腔医学 中医学'), count: 2, lengthYears: 3 },
    opensAt: (one) => one.field === 'medical' && isJunior(one),
    ask: () => [],
  },
  {
    ...{ batch: 'junior-medical', majors: words('临床医学'), count: 1, lengthYears: 3, tuitionYuan: 0 },
    ...{ planType: 'village-doctor', suffix: '(大学生村医)' },
    opensAt: (one) => one.field === 'medical' && isJunior(one) && one.province === '河南省',
    ask: () => [ruralOnly],
  },
  {
    ...{ batch: 'junior-marine', majors: juniorEarlyMajors.seafaring, count: 3, lengthYears: 3 },
    opensAt: withCode('8801', '9841'),
    ask: () => [menOnly, adviseEyesight(4.7)],
  },
  {
    ...{ batch: 'arts-junior', count: 4, majors: listArts(juniorArtMajors), lengthYears: 3 },
    ...{ tuitionYuan: 8000, opensAt: (one: DemoInstitution) => artsFields(one) && isJunior(one) },
    ask: (name) => [passedProvincial(kindOf(juniorArtMajors, name))],
  },
  {
    ...{ batch: 'sports-junior', count: 3, majors: juniorSportMajors, lengthYears: 3 },
    opensAt: (one) => ofField('teacher', 'general', 'sport')(one) && isJunior(one),
    ask: () => [],
  },
];

function drawOffers(programme: Programme, random: Random): readonly Offer[] {
  const { majors, count, tracks = ['1', '5'], suffix = '', planType, lengthYears = 4, ask } = programme;
  return random.sample(majors, count).flatMap((name) =>
    // A major open to both is two rows.
    tracks.map((track) => ({
      ...{ majorName: `${name}${suffix}`, tracks: [track], lengthYears, quota: random.integer(1, 20) },
      ...(planType === undefined ? {} : { planType }),
      tuitionYuan: programme.tuitionYuan ?? 5000,
      requirements: ask(name, random),
    })),
  );
}

/** Every batch of 专业+院校. */
export function listRowPlan(): readonly PlanEntry[] {
  const programmes = [...early, ...late];
  const batches = [...new Set(programmes.map(({ batch }) => batch))];
  return batches.flatMap((batch) =>
    listInstitutions().flatMap((institution) => {
      const random = createRandom(`henan-2026/${batch}/${institution.code}`);
      const own = programmes.filter((one) => one.batch === batch && one.opensAt(institution));
      const offers = own.flatMap((programme) => drawOffers(programme, random));
      return offers.length === 0 ? [] : numberOffers(batch, institution.code, offers);
    }),
  );
}
