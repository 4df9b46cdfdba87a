import type { Candidate } from '../../../src/domain/candidates/candidate';
import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import {
  type DemoFactors,
  type DemoPerson,
  describePerson,
  recordScores,
  registrations,
} from '../people/demo-person';

interface Draft {
  /** Last four digits of 考生号 before which stand county, kind and 科类. */
  readonly number: string;
  readonly name: string;
  readonly sex: Candidate['sex'];
  readonly bornOn: string;
  readonly kind?: string;
  readonly track: '1' | '5';
  readonly ethnicity?: string;
  readonly registeredAt?: (typeof registrations)[keyof typeof registrations];
  /** 语文, 数学, 英语, 首选, the two 再选 as graded. */
  readonly scores: readonly [number, number, number, number, number, number];
  /** Null: the record does not say. */
  readonly electives: readonly [string, string] | null;
  readonly factors?: DemoFactors;
  readonly facts?: CandidateFacts;
}

const firsts = { '1': '历史', '5': '物理' } as const;
const kindDigits: Readonly<Record<string, string>> = { general: '1', arts: '2', sports: '3' };

function describe(draft: Draft): DemoPerson {
  const { number, track, kind = 'general', electives, scores, registeredAt = registrations.zhongmu } = draft;
  const { countyCode } = registeredAt;
  const [chinese, maths, english, first, one, other] = scores;
  const subjects = electives ?? ['化学', '地理'];
  const scored = recordScores({
    ...{ 语文: chinese, 数学: maths, 英语: english, [firsts[track]]: first },
    ...Object.fromEntries(
      subjects.map((name, at) => [name.replace('生物学', '生物'), at === 0 ? one : other]),
    ),
  });
  const born = `${countyCode}${draft.bornOn.replaceAll('-', '')}${draft.sex === 'male' ? '951' : '962'}`;
  const chosen = electives === null ? {} : { firstSubject: firsts[track], electives };
  return describePerson({
    ...{
      candidateNumber: `26${countyCode.slice(0, 6)}${kindDigits[kind]}${track}${number}`,
      name: draft.name,
    },
    identityNumber: `${born}${computeCheckCharacter(born)}`,
    ...{ sex: draft.sex, bornOn: draft.bornOn, ethnicity: draft.ethnicity ?? '汉', kind, track },
    ...{ registrationNumber: `26${number}`, registeredAt, factors: draft.factors ?? {} },
    facts: { ...scored, ...chosen, residenceCounty: countyCode, ...draft.facts },
  });
}

const drafts: readonly Draft[] = [
  {
    ...{ number: '1001', name: '程望川', sex: 'male', bornOn: '2008-03-14', track: '5' },
    ...{ scores: [112, 124, 128, 82, 85, 83], electives: ['化学', '地理'] },
    factors: { phone: '15900026845' },
    facts: { lists: ['招飞合格'], heightCm: 176, residenceRural: true },
  },
  {
    ...{ number: '1002', name: '马清越', sex: 'female', bornOn: '2008-05-22', track: '5', ethnicity: '回' },
    ...{ scores: [118, 115, 121, 78, 88, 84], electives: ['化学', '生物学'] },
    factors: { phone: '15900026216' },
    facts: { lists: ['国家专项', '地方专项', '高校专项'], residenceRural: true, heightCm: 165 },
  },
  {
    ...{ number: '1003', name: '宋知秋', sex: 'female', bornOn: '2008-07-09', track: '1' },
    ...{ scores: [126, 104, 131, 84, 87, 85], electives: ['思想政治', '地理'] },
    factors: { totpSecret: 'ZHIYUANDEMOSECRETNOTFORREALUSE26' },
    facts: { heightCm: 163 },
  },
  {
    ...{ number: '1004', name: '郑未晚', sex: 'male', bornOn: '2007-01-27', track: '5' },
    ...{ scores: [105, 99, 96, 70, 76, 74], electives: ['化学', '生物学'] },
    registeredAt: registrations.xingyang,
    factors: { securityPhrase: '千里之行始于足下' },
    facts: { defaulter: true, freshGraduate: false, heightCm: 171, colourVision: '色弱' },
  },
  {
    ...{ number: '1005', name: '贺兰舟', sex: 'male', bornOn: '2008-09-30', track: '1' },
    ...{ scores: [110, 108, 112, 76, 80, 79], electives: ['化学', '思想政治'] },
    registeredAt: registrations.jinshui,
    facts: { lists: ['高水平运动队', '定向西藏', '边防军人子女预科'], heightCm: 183 },
  },
  {
    ...{ number: '1006', name: '尹照', sex: 'female', bornOn: '2008-11-02', track: '5' },
    ...{ scores: [102, 110, 108, 71, 78, 77], electives: null },
    registeredAt: registrations.jinshui,
  },
  {
    ...{ number: '1007', name: '林听雪', sex: 'female', bornOn: '2008-02-11', track: '5' },
    ...{ scores: [115, 118, 121, 80, 86, 82], electives: ['生物学', '地理'] },
    factors: { firstSecret: '4HW8R-2ZKNP' },
  },
  {
    ...{ number: '2001', name: '沈霁月', sex: 'female', bornOn: '2008-04-18', track: '1', kind: 'arts' },
    ...{ scores: [112, 88, 109, 70, 78, 76], electives: ['思想政治', '地理'] },
    facts: {
      ...{ artsProvincial: ['美术'], 'artsScores.美术': 248, lists: ['艺术校考合格'], heightCm: 166 },
    },
  },
  {
    ...{ number: '2002', name: '唐叩舷', sex: 'male', bornOn: '2008-06-25', track: '5', kind: 'arts' },
    ...{ scores: [101, 92, 104, 66, 75, 72], electives: ['化学', '地理'] },
    registeredAt: registrations.jinshui,
    facts: { artsProvincial: ['音乐', '播音与主持'], 'artsScores.音乐': 232 },
  },
  {
    ...{ number: '3001', name: '石砚青', sex: 'male', bornOn: '2008-08-08', track: '5', kind: 'sports' },
    ...{ scores: [96, 85, 92, 62, 72, 70], electives: ['生物学', '地理'] },
    facts: { sportsScore: 131, heightCm: 182 },
  },
];

/** The candidates of this world, in order of 考生号. All are invented. */
export const people: readonly DemoPerson[] = drafts
  .map(describe)
  .toSorted((one, other) => Number(one.candidate.candidateNumber) - Number(other.candidate.candidateNumber));
