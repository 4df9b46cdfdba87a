import { ARTS_KINDS, SUBJECTS } from '../../../rules/pack/known-facts';
import type { RulePack } from '../../../rules/pack/rule-pack';
import { decimal, listOf, wholeNumber } from '../values/plain-values';
import { namedLike } from '../values/rule-names';
import { ValueFault } from '../values/value-fault';
import type { FactColumn } from './fact-column';
import { listAskedNames } from './plan-requirements';

const MAX_POINTS = 1000;
const points = decimal(0, MAX_POINTS, 3);

/** Under which other names a subject stands in a list. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  综合: ['文科综合', '理科综合', '文综', '理综', '专业课', '专业综合'],
  思想政治: ['政治'],
};

const schoolExam = (found: string) =>
  /^[0-9A-Z]{4}:.{1,20}$/u.test(found.normalize('NFKC'))
    ? found.normalize('NFKC')
    : new ValueFault('malformed', '院校代号、半角冒号和类别，例如9920:音乐');

function listSynonyms(subject: string): readonly string[] {
  const others = otherNames[subject] ?? [];
  return [...others, ...[subject, ...others].map((name) => `${name}成绩`)];
}

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
  ...SUBJECTS.map((subject) => ({
    code: `score-${subject}`,
    fact: `scores.${subject}` as const,
    heading: subject,
    synonyms: listSynonyms(subject),
    read: points,
  })),
  ...ARTS_KINDS.map((kind) => ({
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
    read: listOf(namedLike(ARTS_KINDS)),
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

/** The same, 统考合格类别 read by the names that the pack asks for too. */
export function listScoreFacts(pack: RulePack): readonly FactColumn[] {
  const names = [...new Set([...ARTS_KINDS, ...listAskedNames(pack, 'artsProvincial')])];
  return scoreFacts.map((column) =>
    column.code === 'artsProvincial' ? { ...column, read: listOf(namedLike(names)) } : column,
  );
}
