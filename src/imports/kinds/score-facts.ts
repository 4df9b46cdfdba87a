import { decimal, listOf, text, wholeNumber } from '../values/plain-values';
import { ValueFault } from '../values/value-fault';
import type { FactColumn } from './fact-column';

const MOST_POINTS = 1000;
const points = decimal(0, MOST_POINTS, 3);

const subjects: Readonly<Record<string, readonly string[]>> = {
  语文: [],
  数学: [],
  英语: [],
  日语: [],
  俄语: [],
  德语: [],
  法语: [],
  西班牙语: [],
  外语: [],
  综合: ['文科综合', '理科综合', '文综', '理综', '专业课', '专业综合'],
  物理: [],
  历史: [],
  化学: [],
  生物: [],
  思想政治: ['政治'],
  地理: [],
  技术: [],
};

const arts = [
  '美术',
  '书法',
  '音乐',
  '舞蹈',
  '播音与主持',
  '编导',
  '表演',
  '国际标准舞',
  '服装表演',
  '航空服务',
];

const schoolExam = (found: string) =>
  /^[0-9A-Z]{4}:.{1,20}$/u.test(found.normalize('NFKC'))
    ? found.normalize('NFKC')
    : new ValueFault('malformed', '院校代号、半角冒号和类别，例如9920:音乐');

/** Total, rank, subjects, 艺术 and 体育. */
export const scoreFacts: readonly FactColumn[] = [
  {
    code: 'totalScore',
    fact: 'totalScore',
    heading: '总分',
    synonyms: ['总成绩', '高考总分', '投档总分'],
    read: points,
  },
  {
    code: 'totalRank',
    fact: 'totalRank',
    heading: '位次',
    synonyms: ['全省位次', '同科类位次', '排名'],
    read: wholeNumber(1, 9_999_999),
  },
  ...Object.entries(subjects).map(([subject, synonyms]) => ({
    code: `score-${subject}`,
    fact: `scores.${subject}` as const,
    heading: subject,
    synonyms: [...synonyms, ...[subject, ...synonyms].map((name) => `${name}成绩`)],
    read: points,
  })),
  ...arts.map((kind) => ({
    code: `arts-${kind}`,
    fact: `artsScores.${kind}` as const,
    heading: `${kind}统考`,
    synonyms: [`${kind}统考成绩`, `${kind}类统考`, `${kind}类统考成绩`, `艺术统考:${kind}`],
    read: points,
  })),
  {
    code: 'sportsScore',
    fact: 'sportsScore',
    heading: '体育专业',
    synonyms: ['体育专业成绩', '体育术科', '体育成绩'],
    read: points,
  },
  {
    code: 'artsProvincial',
    fact: 'artsProvincial',
    heading: '统考合格类别',
    synonyms: ['艺术统考合格类别', '省统考合格类别'],
    read: listOf(text(20)),
    blank: [],
  },
  {
    code: 'artsSchoolExams',
    fact: 'artsSchoolExams',
    heading: '校考合格',
    synonyms: ['校考合格院校', '艺术校考合格'],
    read: listOf(schoolExam),
    blank: [],
  },
];
