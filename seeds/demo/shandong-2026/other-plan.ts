import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import type { DemoInstitution } from '../institutions';
import { sergeantMajors } from '../majors/junior';
import {
  artMajors,
  freeTeacherMajors,
  juniorArtMajors,
  juniorSportMajors,
  militaryMajors,
  policeMajors,
  sportMajors,
} from '../majors/special';
import { words } from '../majors/words';
import { leaveUnnumbered, type Offer } from '../plan/offers';
import { createRandom, type Random } from '../plan/random';
import {
  adviseEyesight,
  adviseHeight,
  bornBetween,
  menOnly,
  passedProvincial,
  type Requirement,
  unmarriedOnly,
  womenOnly,
} from '../plan/requirements';
import { listInstitutions } from './institutions';
import { numberRows, TRACKS } from './regular-plan';
import { requireSubjects } from './subjects';

/** Rows of some batches beside 常规批: where, which majors, and what they ask. */
interface Programme {
  readonly batches: readonly string[];
  readonly opensAt: (institution: DemoInstitution) => boolean;
  readonly majors: readonly string[];
  readonly count: number;
  readonly ask?: (majorName: string, random: Random) => readonly Requirement[];
  readonly audience?: string;
  readonly lengthYears?: number;
  readonly tuitionYuan?: number;
}

const born = bornBetween('2004-09-01', '2010-08-31');
const sexOf = (random: Random) => (random.chance(0.75) ? menOnly : womenOnly);
const ofField =
  (...fields: readonly string[]) =>
  ({ field }: DemoInstitution) =>
    fields.includes(field);
const isUndergraduate = ({ levels }: DemoInstitution) => /[12]/.test(levels);
const isJunior = ({ levels }: DemoInstitution) => levels.includes('3');
const sails = ({ name }: DemoInstitution) => /海事|海洋|航海|远洋|船员|集美/.test(name);

/** Kinds of 统考 as they are called since 2024, with the lists of majors that fit. */
const KINDS: Readonly<Record<string, string>> = {
  美术与设计: '美术',
  书法: '书法',
  音乐: '音乐',
  舞蹈: '舞蹈',
  播音与主持: '播音与主持',
  '表（导）演': '表演',
};
const listArts = (majors: typeof artMajors) => Object.values(KINDS).flatMap((kind) => majors[kind] ?? []);
const askArts = (majors: typeof artMajors) => (name: string) =>
  Object.entries(KINDS)
    .filter(([, kind]) => majors[kind]?.includes(name))
    .map(([kind]) => passedProvincial(kind));

const artsFields = ofField('art', 'general', 'teacher');
const sportsFields = ofField('sport', 'teacher', 'general');

const early: readonly Programme[] = [
  {
    ...{ batches: ['early-a', 'early-a-2'], majors: militaryMajors, count: 7, tuitionYuan: 0 },
    opensAt: ofField('military'),
    ask: (_name, random) => [sexOf(random), born, unmarriedOnly, adviseHeight(162)],
  },
  {
    ...{
      batches: ['early-a', 'early-a-2'],
      majors: policeMajors,
      count: 6,
      opensAt: ofField('police', 'justice'),
    },
    ask: (_name, random) => [sexOf(random), born],
  },
  {
    ...{
      batches: ['early-b-flight', 'early-b-2-flight'],
      majors: ['飞行技术'],
      count: 1,
      tuitionYuan: 20000,
    },
    opensAt: ({ name }) => /航空|滨州学院|烟台大学|南京理工/.test(name),
    ask: () => [...requireSubjects('物理学'), menOnly, adviseEyesight(4.9), adviseHeight(168)],
  },
  {
    ...{ batches: ['early-b-marine', 'early-b-2-marine'], count: 3, opensAt: sails },
    majors: words('航海技术 轮机工程 船舶电子电气工程'),
    ask: () => [...requireSubjects('物理学'), adviseEyesight(4.7)],
  },
  {
    ...{
      batches: ['early-b-sergeant', 'early-b-2-sergeant'],
      majors: sergeantMajors,
      count: 4,
      lengthYears: 3,
    },
    opensAt: (one) => isJunior(one) && ofField('engineering')(one),
    ask: (_name, random) => [sexOf(random), born, unmarriedOnly],
  },
  {
    ...{ batches: ['early-b-other', 'early-b-2-other'], majors: freeTeacherMajors, count: 5, tuitionYuan: 0 },
    opensAt: (one) => ofField('teacher')(one) && isUndergraduate(one),
    ask: (name) => requireSubjects(name),
  },
  {
    ...{ batches: ['sports-early'], majors: sportMajors, count: 3, opensAt: ofField('sport') },
  },
  {
    ...{ batches: ['arts-early-a'], majors: listArts(artMajors), count: 6, tuitionYuan: 12000 },
    opensAt: (one) => ofField('art')(one) && isUndergraduate(one),
  },
  {
    ...{ batches: ['arts-early-b'], majors: listArts(artMajors), count: 4, tuitionYuan: 9000 },
    opensAt: (one) => ofField('art', 'teacher')(one) && isUndergraduate(one),
    ask: askArts(artMajors),
  },
  ...['计算机', '机械制造', '护理'].map((audience) => ({
    ...{ batches: ['spring-early'], audience, count: 2 },
    majors: words('计算机科学与技术(职教师资) 机械设计制造及其自动化(职教师资) 护理学(职教师资)'),
    opensAt: (one: DemoInstitution) => ofField('teacher')(one) && isUndergraduate(one),
  })),
  {
    ...{ batches: ['flight-military'], majors: ['航空飞行与指挥'], count: 1, tuitionYuan: 0 },
    opensAt: ({ name }) => /空军/.test(name),
    ask: () => [menOnly, born],
  },
];

const late: readonly Programme[] = [
  {
    ...{ batches: ['sports-regular-1', 'sports-regular-2'], majors: sportMajors, count: 4 },
    opensAt: (one) => sportsFields(one) && isUndergraduate(one),
  },
  {
    ...{
      batches: ['sports-regular-2', 'sports-regular-3'],
      majors: juniorSportMajors,
      count: 3,
      lengthYears: 3,
    },
    opensAt: (one) => ofField('sport', 'teacher', 'general')(one) && isJunior(one),
  },
  {
    ...{ batches: ['arts-undergraduate-1', 'arts-undergraduate-2'], count: 9, tuitionYuan: 9000 },
    ...{ majors: listArts(artMajors), ask: askArts(artMajors) },
    opensAt: (one) => artsFields(one) && isUndergraduate(one),
  },
  {
    ...{ batches: ['arts-junior-1', 'arts-junior-2'], count: 7, tuitionYuan: 8000, lengthYears: 3 },
    ...{ majors: listArts(juniorArtMajors), ask: askArts(juniorArtMajors) },
    opensAt: (one) => artsFields(one) && isJunior(one),
  },
];

function drawOffers(programme: Programme, random: Random): readonly Offer[] {
  const { majors, count, audience, lengthYears = 4, tuitionYuan = 5000, ask } = programme;
  return random.sample(majors, count).map((majorName) => ({
    ...{ majorName, tracks: TRACKS, lengthYears, tuitionYuan, quota: random.integer(1, 30) },
    ...(audience === undefined ? {} : { audience }),
    requirements: ask?.(majorName, random) ?? [],
  }));
}

/** 高水平运动队 names an institution alone. */
function listTeams(): readonly PlanEntry[] {
  return listInstitutions()
    .filter(({ levels, field }) => levels.includes('1') && field !== 'military')
    .slice(0, 24)
    .flatMap(({ code }) =>
      leaveUnnumbered('sports-team', code, [
        { majorName: '高水平运动队', tracks: TRACKS, quota: 6, tuitionYuan: 5000, lengthYears: 4 },
      ]),
    );
}

/** Every batch beside 常规批. */
export function listOtherPlan(): readonly PlanEntry[] {
  const programmes = [...early, ...late];
  const batches = [...new Set(programmes.flatMap((one) => one.batches))];
  const rows = batches.flatMap((batch) =>
    listInstitutions().flatMap((institution) => {
      const random = createRandom(`shandong-2026/${batch}/${institution.code}`);
      const own = programmes.filter((one) => one.batches.includes(batch) && one.opensAt(institution));
      const offers = own.flatMap((programme) => drawOffers(programme, random));
      return offers.length === 0 ? [] : numberRows(batch, institution, offers);
    }),
  );
  return [...rows, ...listTeams()];
}
