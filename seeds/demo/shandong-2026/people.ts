import type { Candidate } from '../../../src/domain/candidates/candidate';
import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import type { DemoOffices } from '../officers';
import {
  type DemoFactors,
  type DemoPerson,
  describePerson,
  type Registration,
  recordScores,
} from '../people/demo-person';

type Kind = 'general' | 'sports' | 'arts' | 'spring';

interface Draft {
  /** Last four digits of 考生号. */
  readonly number: string;
  readonly name: string;
  readonly sex: Candidate['sex'];
  readonly bornOn: string;
  readonly kind?: Kind;
  /** 语文, 数学, 外语, and the three 选考 as graded; of 春季高考 专业知识 and 技能 in the place of these. */
  readonly scores: readonly number[];
  readonly electives: readonly string[];
  readonly registeredAt?: Registration;
  readonly factors?: DemoFactors;
  readonly facts?: CandidateFacts;
}

const kindDigits: Readonly<Record<Kind, string>> = { general: '1', sports: '3', arts: '2', spring: '4' };
/** Where everybody is at home. */
const HOME = '370112';

/** Where people registered. Schools are invented. */
const registrations = {
  licheng: {
    countyCode: HOME,
    countyName: '历城区',
    schoolCode: '01010101',
    schoolName: '济南市历城区雁湖高级中学',
    className: '高三(5)班',
  },
  lixia: {
    countyCode: '370102',
    countyName: '历下区',
    schoolCode: '01020103',
    schoolName: '济南市历下区听涛高级中学',
    className: '高三(11)班',
  },
  zhangqiu: {
    countyCode: '370114',
    countyName: '章丘区',
    schoolCode: '01030202',
    schoolName: '济南市章丘区望嵩中等专业学校',
    className: '2023级(3)班',
  },
  changqing: {
    countyCode: '370113',
    countyName: '长清区',
    schoolCode: '01040101',
    schoolName: '济南市长清区索河高级中学',
    className: '往届',
  },
} as const satisfies Readonly<Record<string, Registration>>;

export const offices: DemoOffices = {
  province: '山东省教育招生考试院',
  city: { code: '3701', name: '济南市招生考试办公室' },
  county: { code: HOME, name: '历城区招生考试办公室' },
  otherCounty: { code: registrations.lixia.countyCode, name: '历下区招生考试办公室' },
  school: { code: registrations.licheng.schoolCode, name: registrations.licheng.schoolName },
};

function describe(draft: Draft): DemoPerson {
  const { number, kind = 'general', scores, electives, registeredAt = registrations.licheng } = draft;
  const [chinese = 0, maths = 0, english = 0, ...rest] = scores;
  const own =
    kind === 'spring'
      ? { 综合: rest.reduce((sum, points) => sum + points, 0) }
      : Object.fromEntries(electives.map((name, at) => [name, rest[at] ?? 0]));
  const born = `${HOME}${draft.bornOn.replaceAll('-', '')}${draft.sex === 'male' ? '951' : '962'}`;
  return describePerson({
    candidateNumber: `26${HOME}${kindDigits[kind]}0${number}`,
    name: draft.name,
    identityNumber: `${born}${computeCheckCharacter(born)}`,
    ...{ sex: draft.sex, bornOn: draft.bornOn, ethnicity: '汉', kind, track: '0' },
    ...{ registrationNumber: `37${number}`, registeredAt, factors: draft.factors ?? {} },
    facts: {
      ...recordScores({ 语文: chinese, 数学: maths, 英语: english, ...own }),
      ...(kind === 'spring' ? {} : { electives }),
      ...{ residenceCounty: HOME, ...draft.facts },
    },
  });
}

const drafts: readonly Draft[] = [
  {
    ...{
      number: '1001',
      name: '孔令澄',
      sex: 'male',
      bornOn: '2008-04-11',
      scores: [118, 126, 131, 86, 88, 84],
    },
    electives: ['物理', '化学', '生物'],
    factors: { phone: '15900037845' },
    facts: { lists: ['招飞合格'], heightCm: 178 },
  },
  {
    ...{
      number: '1002',
      name: '颜若溪',
      sex: 'female',
      bornOn: '2008-06-02',
      scores: [124, 103, 128, 87, 85, 82],
    },
    electives: ['思想政治', '历史', '地理'],
    factors: { totpSecret: 'ZHIYUANDEMOSECRETNOTFORREALUSE37' },
    facts: { heightCm: 164 },
  },
  {
    ...{
      number: '1003',
      name: '辛稼轩',
      sex: 'male',
      bornOn: '2008-01-19',
      scores: [109, 117, 112, 80, 83, 79],
    },
    electives: ['物理', '化学', '地理'],
    registeredAt: registrations.lixia,
    factors: { securityPhrase: '乘风破浪会有时' },
    facts: { lists: ['高校专项', '地方专项', '高职专项'], residenceRural: true, heightCm: 171 },
  },
  {
    ...{
      number: '1004',
      name: '戚沐阳',
      sex: 'male',
      bornOn: '2008-09-08',
      scores: [101, 96, 104, 74, 77, 73],
    },
    electives: ['物理', '地理', '思想政治'],
    registeredAt: registrations.changqing,
    facts: { lists: ['高水平运动队'], heightCm: 186 },
  },
  {
    ...{
      number: '1005',
      name: '左青禾',
      sex: 'female',
      bornOn: '2008-12-24',
      scores: [113, 108, 119, 80, 81, 78],
    },
    electives: ['化学', '生物', '历史'],
    factors: { firstSecret: '6MT4X-8QDWP' },
  },
  {
    ...{ number: '2001', name: '苏砚耕', sex: 'female', bornOn: '2008-03-30', kind: 'arts' },
    ...{ scores: [110, 86, 105, 75, 77, 72], electives: ['思想政治', '历史', '地理'] },
    facts: {
      ...{ artsProvincial: ['美术与设计'], 'artsScores.美术': 251, lists: ['艺术校考合格'], heightCm: 165 },
    },
  },
  {
    ...{ number: '3001', name: '邢跃然', sex: 'male', bornOn: '2008-07-15', kind: 'sports' },
    ...{ scores: [95, 88, 93, 71, 70, 68], electives: ['物理', '生物', '地理'] },
    facts: { sportsScore: 86, heightCm: 181 },
  },
  {
    ...{ number: '4001', name: '滕匠心', sex: 'male', bornOn: '2007-11-05', kind: 'spring' },
    ...{ scores: [96, 91, 62, 180, 205], electives: [] },
    registeredAt: registrations.zhangqiu,
    facts: { vocationalCategory: '计算机', heightCm: 173 },
  },
];

/** The candidates of this world, in order of 考生号. All are invented. */
export const people: readonly DemoPerson[] = drafts
  .map(describe)
  .toSorted((one, other) => Number(one.candidate.candidateNumber) - Number(other.candidate.candidateNumber));
