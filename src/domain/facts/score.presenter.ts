import type { CandidateFacts } from '../../rules/pack/rule-pack';
import type { Fact, FactGroup } from './fact-group';

/** Groups of scores by the field that holds them; what follows the prefix is the subject. */
const GROUPS = [
  { heading: '各科成绩', prefix: 'scores.' },
  { heading: '艺术省统考成绩', prefix: 'artsScores.' },
] as const;

/** 成绩信息 (manual, chapter ten): total, rank, subjects, 艺术 and 体育. Empty before scores are known. */
export function presentScores(facts: CandidateFacts): readonly FactGroup[] {
  const groups: readonly FactGroup[] = [
    {
      heading: '总成绩',
      facts: [...sayPoints(facts.totalScore, '总分'), ...sayRank(facts.totalRank)],
    },
    ...GROUPS.map(({ heading, prefix }) => ({
      heading,
      facts: Object.entries(facts)
        .filter(([field]) => field.startsWith(prefix))
        .flatMap(([field, value]) => sayPoints(value, field.slice(prefix.length))),
    })),
    { heading: '体育专业成绩', facts: sayPoints(facts.sportsScore, '体育专业') },
  ];
  return groups.filter(({ facts: known }) => known.length > 0);
}

function sayPoints(value: CandidateFacts[string] | undefined, label: string): readonly Fact[] {
  return typeof value === 'number' ? [{ label, value: `${value}分` }] : [];
}

function sayRank(value: CandidateFacts[string] | undefined): readonly Fact[] {
  return typeof value === 'number' ? [{ label: '同科类位次', value: `第${value}名` }] : [];
}
