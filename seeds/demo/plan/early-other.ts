import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { getDemoInstitution } from '../institutions';
import { directedMedicalMajors, nationalTeacherMajors } from '../majors/special';
import { allCounties } from './counties';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import {
  adviseColourVision,
  adviseEyesight,
  adviseHeight,
  adviseLanguage,
  freshOnly,
  menOnly,
  residentsOf,
  ruralOnly,
  scoreAtLeast,
  totalAtLeast,
} from './requirements';
import { drawTuition } from './tuition';
import { drawUndergraduateOffers } from './undergraduate-offers';

const batch = 'early-other';
const both = ['1', '5'];
const base = { tracks: both, quota: 4, tuitionYuan: 5000, lengthYears: 4 };

const sportUniversityOffers: readonly Offer[] = [
  { ...base, majorName: '马克思主义理论', code: '16', quota: 6 },
  { ...base, majorName: '葡萄牙语', code: '21', requirements: [adviseLanguage('英语')] },
  { ...base, majorName: '德语', code: '22', requirements: [adviseLanguage('英语')] },
  { ...base, majorName: '英语', code: '23', requirements: [scoreAtLeast('英语', 100)] },
  { ...base, majorName: '新闻学', code: '27' },
  { ...base, majorName: '应用心理学', code: '31', tracks: ['5'] },
  { ...base, majorName: '运动康复', code: '0A', tracks: ['5'], requirements: [adviseColourVision] },
];

function offerFlying(): readonly Offer[] {
  const requirements = [
    menOnly,
    totalAtLeast(450),
    scoreAtLeast('英语', 90),
    adviseHeight(170),
    adviseEyesight(4.3),
  ];
  return [
    {
      ...base,
      majorName: '飞行技术',
      tracks: ['5'],
      quota: 20,
      requirements,
      remark: '须经民航招飞体检、面试合格',
    },
  ];
}

function offerSeafaring(): readonly Offer[] {
  return ['航海技术', '轮机工程'].flatMap((majorName) => [
    {
      ...base,
      majorName,
      tracks: ['5'],
      quota: 12,
      requirements: [menOnly, adviseColourVision, adviseEyesight(4.7)],
    },
    {
      ...base,
      majorName: `${majorName}(女生)`,
      tracks: ['5'],
      quota: 1,
      requirements: [adviseColourVision, adviseHeight(158)],
    },
  ]);
}

function offerDirectedMedicine(random: Random): readonly Offer[] {
  return allCounties.flatMap((county) =>
    random.sample(directedMedicalMajors, 1).map((majorName) => ({
      ...base,
      majorName: `${majorName}(定向${county.name})`,
      tracks: ['5'],
      planType: 'directed-medical',
      quota: random.integer(1, 5),
      tuitionYuan: 0,
      lengthYears: 5,
      requirements: [ruralOnly, residentsOf([county]), adviseColourVision],
      remark: '毕业后在定向县(市)乡镇卫生院服务6年',
    })),
  );
}

function offerForTibet(): readonly Offer[] {
  return ['汉语言文学(定向西藏就业)', '水利水电工程(定向西藏就业)'].map((majorName, index) => ({
    ...base,
    majorName,
    tracks: index === 0 ? ['1'] : ['5'],
    planType: 'directed-tibet',
    quota: 2,
    requirements: [freshOnly],
    remark: '毕业后在西藏工作不少于5年',
  }));
}

function offerTeaching(random: Random): readonly Offer[] {
  return nationalTeacherMajors.flatMap((majorName) =>
    both.map((track) => ({
      ...base,
      majorName,
      tracks: [track],
      quota: random.integer(1, 9),
      tuitionYuan: 0,
    })),
  );
}

type Drawing = (code: string, random: Random) => readonly Offer[];

function offerOrdinary(code: string, random: Random): readonly Offer[] {
  const institution = getDemoInstitution(code);
  return drawUndergraduateOffers(institution, { liberal: 6, science: 8 }, random).map((offer) => ({
    ...offer,
    category: '',
    quota: random.integer(1, 5),
    tuitionYuan: drawTuition(institution, random),
  }));
}

const drawings: Readonly<Record<string, Drawing>> = {
  '0001': () => sportUniversityOffers,
  '0101': offerOrdinary,
  '0150': offerOrdinary,
  '0195': offerOrdinary,
  '1285': offerSeafaring,
  '1400': (_, random) => offerTeaching(random),
  '1410': (_, random) => offerTeaching(random),
  '1420': (_, random) => offerTeaching(random),
  '1435': offerOrdinary,
  '1565': offerOrdinary,
  '2395': offerSeafaring,
  '2860': offerSeafaring,
  '2950': offerOrdinary,
  '2985': offerOrdinary,
  '4440': offerFlying,
  '5230': offerFlying,
  '5300': offerForTibet,
  '5315': offerForTibet,
  '6018': (_, random) => offerDirectedMedicine(random),
  '6029': (_, random) => offerDirectedMedicine(random),
};

/** 提前批其他: 国家公费师范, languages, 航海, 飞行技术, and both 定向 plans. */
export function listEarlyOtherEntries(): readonly PlanEntry[] {
  return Object.entries(drawings).flatMap(([code, draw]) =>
    numberOffers(batch, code, draw(code, createRandom(`${batch}/${code}`))),
  );
}
