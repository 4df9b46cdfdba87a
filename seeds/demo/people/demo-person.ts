import type { Candidate } from '../../../src/domain/candidates/candidate';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import { allCounties } from '../plan/counties';
import { rankOf } from '../statistics/score-ranks';

/** What a person of the demo has bound. A field left out is not bound. */
export interface DemoFactors {
  /** 11 digits. */
  readonly phone?: string;
  /** Base32, 20 bytes; published, so that anyone can compute the 动态密码. */
  readonly totpSecret?: string;
  /** 密码验证信息. */
  readonly securityPhrase?: string;
  readonly wechatOpenId?: string;
  /** The secret of the county's letter, of somebody who has no password yet. */
  readonly firstSecret?: string;
}

export interface DemoPerson {
  readonly candidate: Candidate;
  readonly factors: DemoFactors;
}

/** The password of every person of the demo who has one. */
export const demoPassword = 'Zhiyuan#2021';

/** Where somebody registered. */
export interface Registration {
  readonly countyCode: string;
  readonly countyName: string;
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
}

/** Where people registered. Schools are invented. */
export const registrations = {
  zhongmu: {
    countyCode: '410122',
    countyName: '中牟县',
    schoolCode: '01010101',
    schoolName: '中牟县雁湖高级中学',
    className: '高三(5)班',
  },
  jinshui: {
    countyCode: '410105',
    countyName: '金水区',
    schoolCode: '01020103',
    schoolName: '郑州市金水区听涛高级中学',
    className: '高三(11)班',
  },
  dengfeng: {
    countyCode: '410185',
    countyName: '登封市',
    schoolCode: '01030202',
    schoolName: '登封市望嵩中等专业学校',
    className: '2018级(3)班',
  },
  xingyang: {
    countyCode: '410182',
    countyName: '荥阳市',
    schoolCode: '01040101',
    schoolName: '荥阳市索河高级中学',
    className: '往届',
  },
} as const satisfies Readonly<Record<string, Registration>>;

/** The facts of somebody in good health who is on no list and passed no 术科. */
const plainFacts: CandidateFacts = {
  residenceRural: false,
  freshGraduate: true,
  married: false,
  lists: [],
  artsProvincial: [],
  artsSchoolExams: [],
  vocationalCategory: '',
  registeredMajor: '',
  defaulter: false,
  foreignLanguage: '英语',
  colourVision: '正常',
  eyesight: 5,
};

/** Points of one subject; 综合 is 文科综合 or 理科综合, or the 专业课 of 对口 and 专升本. */
export type Scores = Readonly<Record<string, number>>;

/** The facts that hold scores: one for each subject and their sum. */
export function recordScores(scores: Scores): CandidateFacts {
  const subjects = Object.entries(scores).map(([subject, points]) => [`scores.${subject}`, points]);
  const totalScore = Object.values(scores).reduce((sum, points) => sum + points, 0);
  return { ...Object.fromEntries(subjects), totalScore };
}

type Draft = Omit<Candidate, keyof Registration | 'phone' | 'facts'> & {
  readonly registeredAt: Registration;
  readonly factors: DemoFactors;
  readonly facts: CandidateFacts;
};

/** A person of the demo from what sets them apart. */
export function describePerson(draft: Draft): DemoPerson {
  const { registeredAt, factors, facts, ...columns } = draft;
  const phone = factors.phone ?? null;
  const derived = { ...recordRank(columns.track, facts), ...nameResidence(facts) };
  return {
    candidate: { ...columns, ...registeredAt, phone, facts: { ...plainFacts, ...facts, ...derived } },
    factors,
  };
}

const rankedTracks: Readonly<Record<string, string>> = { '1': '文科综合', '5': '理科综合' };

/** 位次 within one's own 科类, by 首选 where subjects were chosen; 对口 and 专升本 have none. */
function recordRank(track: string, { totalScore, firstSubject }: CandidateFacts): CandidateFacts {
  if (typeof firstSubject === 'string')
    return { totalRank: rankOf(2026, `${firstSubject}类`, Number(totalScore)) };
  const name = rankedTracks[track];
  return name === undefined ? {} : { totalRank: rankOf(2021, name, Number(totalScore)) };
}

function nameResidence({ residenceCounty }: CandidateFacts): CandidateFacts {
  const registered = Object.values(registrations).map(({ countyCode: code, countyName: name }) => ({
    code,
    name,
  }));
  const county = [...registered, ...allCounties].find(({ code }) => code === residenceCounty);
  return county === undefined ? {} : { residenceCountyName: county.name };
}
