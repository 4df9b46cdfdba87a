import { type DemoPerson, describePerson, recordScores, registrations } from './demo-person';

const general = { kind: 'general', ethnicity: '汉' } as const;

/** 普通类, 应届: on the lists of 招飞, of the special plans, and with a rural 户籍. */
const freshGraduates: readonly DemoPerson[] = [
  describePerson({
    ...general,
    candidateNumber: '21410101151001',
    name: '周行远',
    identityNumber: '410122200303149512',
    sex: 'male',
    bornOn: '2003-03-14',
    track: '5',
    registrationNumber: '010100001',
    registeredAt: registrations.zhongmu,
    factors: { phone: '15900000845' },
    facts: {
      ...recordScores({ 语文: 112, 数学: 121, 英语: 128, 综合: 225 }),
      lists: ['招飞合格'],
      residenceCounty: '410122',
      heightCm: 176,
    },
  }),
  describePerson({
    ...general,
    candidateNumber: '21410101111002',
    name: '马晓雯',
    identityNumber: '410225200305229625',
    sex: 'female',
    bornOn: '2003-05-22',
    ethnicity: '回',
    track: '1',
    registrationNumber: '010100002',
    registeredAt: registrations.zhongmu,
    factors: { phone: '15900000216' },
    facts: {
      ...recordScores({ 语文: 124, 数学: 108, 英语: 131, 综合: 218 }),
      lists: ['国家专项', '地方专项', '高校专项'],
      residenceCounty: '410225',
      residenceRural: true,
      heightCm: 164,
      eyesight: 4.6,
    },
  }),
  describePerson({
    ...general,
    candidateNumber: '21410101151003',
    name: '李思禾',
    identityNumber: '41012220030709984X',
    sex: 'female',
    bornOn: '2003-07-09',
    track: '5',
    registrationNumber: '010100003',
    registeredAt: registrations.zhongmu,
    factors: { totpSecret: 'ZHIYUANDEMOSECRETNOTFORREALUSE27' },
    facts: {
      ...recordScores({ 语文: 117, 数学: 115, 英语: 109, 综合: 211 }),
      residenceCounty: '410122',
      residenceRural: true,
      heightCm: 161,
    },
  }),
  describePerson({
    ...general,
    candidateNumber: '21410101119001',
    name: '欧阳静宜',
    identityNumber: '410122200306129488',
    sex: 'female',
    bornOn: '2003-06-12',
    track: '5',
    registrationNumber: '010109001',
    registeredAt: registrations.zhongmu,
    factors: { wechatOpenId: 'demo-wechat-21410101119001' },
    facts: {
      ...recordScores({ 语文: 119, 数学: 124, 英语: 133, 综合: 232 }),
      lists: ['高水平艺术团', '高水平运动队'],
      residenceCounty: '410122',
      heightCm: 170,
    },
  }),
];

/** 普通类, 往届: last year's defaulter, with weak colour vision, and a man too old for military and police. */
const earlierGraduates: readonly DemoPerson[] = [
  describePerson({
    ...general,
    candidateNumber: '21410104151009',
    name: '刘䶮',
    identityNumber: '41018520020127991X',
    sex: 'male',
    bornOn: '2002-01-27',
    track: '5',
    registrationNumber: '010400009',
    registeredAt: registrations.xingyang,
    factors: { securityPhrase: '宝剑锋从磨砺出' },
    facts: {
      ...recordScores({ 语文: 105, 数学: 99, 英语: 92, 综合: 189 }),
      defaulter: true,
      freshGraduate: false,
      residenceCounty: '410185',
      colourVision: '色弱',
      heightCm: 171,
      eyesight: 4.4,
    },
  }),
  describePerson({
    ...general,
    candidateNumber: '21410104151010',
    name: '阿卜杜·热合曼',
    identityNumber: '410182199710189758',
    sex: 'male',
    bornOn: '1997-10-18',
    ethnicity: '维吾尔',
    track: '5',
    registrationNumber: '010400010',
    registeredAt: registrations.xingyang,
    factors: {},
    facts: {
      ...recordScores({ 语文: 98, 数学: 104, 英语: 88, 综合: 176 }),
      freshGraduate: false,
      residenceCounty: '410182',
      foreignLanguage: '俄语',
      heightCm: 174,
    },
  }),
];

export const generalCandidates: readonly DemoPerson[] = [...freshGraduates, ...earlierGraduates];
