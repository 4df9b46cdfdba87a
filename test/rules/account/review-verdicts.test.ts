import {
  findJudgeBar,
  type JudgeFacts,
  settleVerdicts,
  type Verdict,
} from '../../../src/rules/account/review-verdicts';

describe('what verdicts come to', () => {
  it.each<[readonly Verdict[], Verdict | null]>([
    [[], null],
    [['applicant'], null],
    [['neither'], null],
    [['applicant', 'applicant'], 'applicant'],
    [['neither', 'neither'], 'neither'],
    [['rival', 'rival'], 'rival'],
    [['applicant', 'neither'], null],
    [['applicant', 'rival'], null],
    [['applicant', 'neither', 'applicant'], 'applicant'],
    [['applicant', 'neither', 'neither'], 'neither'],
    [['neither', 'rival', 'rival'], 'rival'],
    [['applicant', 'rival', 'neither'], 'neither'],
  ])('%j: %s', (verdicts, expected) => {
    expect(settleVerdicts(verdicts)).toBe(expected);
    expect(settleVerdicts(verdicts.toReversed())).toBe(expected);
  });
});

describe('who may judge', () => {
  const facts: JudgeFacts = {
    waiting: true,
    heardAt: null,
    now: 1000,
    officerName: '韩静宜',
    names: ['秦知远', '秦知远'],
    judged: false,
    opened: true,
  };

  it.each<[string, Partial<JudgeFacts>, ReturnType<typeof findJudgeBar>]>([
    ['an open case', {}, null],
    ['what was decided', { waiting: false }, 'over'],
    ['the case of a namesake, which may be their own', { names: ['秦知远', '韩静宜'] }, 'ownCase'],
    ['a case twice', { judged: true }, 'judgedBefore'],
    ['a case twice, opened or not', { judged: true, opened: false }, 'judgedBefore'],
    ['before the other side was heard', { heardAt: 1001 }, 'notYetHeard'],
    ['from the instant on at which it was heard', { heardAt: 1000 }, null],
    ['what was not opened', { opened: false }, 'notOpened'],
  ])('%s', (_what, given, expected) => {
    expect(findJudgeBar({ ...facts, ...given })).toBe(expected);
  });
});
