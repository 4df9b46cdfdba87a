import { type DemoPerson, describePerson, recordScores, registrations } from './demo-person';

const arts = { kind: 'arts', ethnicity: '汉', track: '1', registeredAt: registrations.jinshui } as const;

/** 艺术类: 美术 alone, 音乐 with 校考, and one of each A段 kind. */
const artists: readonly DemoPerson[] = [
  describePerson({
    ...arts,
    candidateNumber: '21410102117004',
    name: '陈墨',
    identityNumber: '410105200302189620',
    sex: 'female',
    bornOn: '2003-02-18',
    registrationNumber: '010200004',
    factors: { securityPhrase: '书山有路勤为径' },
    facts: {
      ...recordScores({ 语文: 104, 数学: 72, 英语: 96, 综合: 158 }),
      artsProvincial: ['美术'],
      'artsScores.美术': 241,
      residenceCounty: '410105',
      heightCm: 163,
    },
  }),
  describePerson({
    ...arts,
    candidateNumber: '21410102113005',
    name: '何欣悦',
    identityNumber: '410105200311069444',
    sex: 'female',
    bornOn: '2003-11-06',
    registrationNumber: '010200005',
    factors: { securityPhrase: '学海无涯苦作舟' },
    facts: {
      ...recordScores({ 语文: 110, 数学: 81, 英语: 103, 综合: 165 }),
      artsProvincial: ['音乐'],
      'artsScores.音乐': 228,
      artsSchoolExams: ['9920:音乐', '9931:音乐', '9936:音乐', '9949:音乐', '9952:音乐'],
      residenceCounty: '410105',
      heightCm: 166,
    },
  }),
  describePerson({
    ...arts,
    candidateNumber: '21410102117011',
    name: '沈亦歌',
    identityNumber: '410105200308259861',
    sex: 'female',
    bornOn: '2003-08-25',
    registrationNumber: '010200011',
    factors: { securityPhrase: '海内存知己' },
    facts: {
      ...recordScores({ 语文: 118, 数学: 79, 英语: 107, 综合: 171 }),
      artsProvincial: ['美术', '播音与主持'],
      'artsScores.美术': 236,
      'artsScores.播音与主持': 205,
      artsSchoolExams: ['9925:美术', '9901:播音与主持'],
      residenceCounty: '410105',
      heightCm: 168,
    },
  }),
];

/** 体育类, 对口 and 专升本. */
const others: readonly DemoPerson[] = [
  describePerson({
    candidateNumber: '21410103158006',
    name: '赵骏驰',
    identityNumber: '410185200304119572',
    sex: 'male',
    bornOn: '2003-04-11',
    ethnicity: '汉',
    kind: 'sports',
    track: '5',
    registrationNumber: '010300006',
    registeredAt: {
      ...registrations.dengfeng,
      schoolCode: '01030101',
      schoolName: '登封市颍川高级中学',
      className: '高三(2)班',
    },
    factors: { securityPhrase: '更上一层楼' },
    facts: {
      ...recordScores({ 语文: 93, 数学: 78, 英语: 81, 综合: 149 }),
      sportsScore: 138,
      residenceCounty: '410185',
      heightCm: 182,
    },
  }),
  describePerson({
    candidateNumber: '21410103140007',
    name: '郑启明',
    identityNumber: '410185200301309733',
    sex: 'male',
    bornOn: '2003-01-30',
    ethnicity: '汉',
    kind: 'vocational',
    track: 'A',
    registrationNumber: '010300007',
    registeredAt: registrations.dengfeng,
    factors: { securityPhrase: '天道酬勤' },
    facts: {
      ...recordScores({ 语文: 108, 数学: 97, 英语: 76, 综合: 271 }),
      vocationalCategory: '计算机',
      residenceCounty: '410185',
      residenceRural: true,
      heightCm: 173,
    },
  }),
  describePerson({
    candidateNumber: '21410104120008',
    name: '宋佳宁',
    identityNumber: '410182200009169682',
    sex: 'female',
    bornOn: '2000-09-16',
    ethnicity: '汉',
    kind: 'upgrade',
    track: 'B',
    registrationNumber: '010400008',
    registeredAt: {
      ...registrations.xingyang,
      schoolCode: '01049901',
      schoolName: '郑州雁鸣职业学院',
      className: '软件1801班',
    },
    factors: { securityPhrase: '温故而知新' },
    facts: {
      ...recordScores({ 英语: 94, 综合: 101 }),
      registeredMajor: '计算机科学与技术',
      residenceCounty: '410182',
      heightCm: 162,
    },
  }),
];

export const otherCandidates: readonly DemoPerson[] = [...artists, ...others];
