import { demoPassword, demoPeople } from '../../seeds/demo/people';
import { toFacts } from '../../src/domain/candidates/candidate-facts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const henanCounty = /^41(0[1-9]|1[0-7])([0-9]{2})/;

/** GB 11643: the weighted sum of the first 17 digits, modulo 11, picks the last character. */
function computeCheckDigit(identityNumber: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(identityNumber[index]), 0);
  return '10X98765432'.charAt(sum % 11);
}

describe('the people of the demo', () => {
  it('are the thirteen who are published', () => {
    expect(demoPeople.map(({ candidate }) => candidate.candidateNumber)).toEqual([
      '21410101111002',
      '21410101119001',
      '21410101151001',
      '21410101151003',
      '21410102113005',
      '21410102117004',
      '21410102117011',
      '21410103140007',
      '21410103158006',
      '21410104120008',
      '21410104151009',
      '21410104151010',
      '21410104151012',
    ]);
  });

  it('share a password that a candidate might have set', () => {
    expect(demoPassword).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]).{8,20}$/);
  });

  it.each(demoPeople.map(({ candidate }) => [candidate.candidateNumber, candidate] as const))(
    '%s has a 证件号码 that fits birth date, sex and check digit',
    (_, candidate) => {
      const { identityNumber, bornOn, sex } = candidate;
      expect(identityNumber).toHaveLength(18);
      expect(identityNumber).toMatch(henanCounty);
      expect(identityNumber.slice(6, 14)).toBe(bornOn.replaceAll('-', ''));
      expect(Number(identityNumber[16]) % 2).toBe(sex === 'male' ? 1 : 0);
      expect(identityNumber[17]).toBe(computeCheckDigit(identityNumber));
      expect(candidate.name).toMatch(/^[\p{Script=Han}·]{2,25}$/u);
    },
  );

  it.each([
    ['证件号码', demoPeople.map(({ candidate }) => candidate.identityNumber)],
    ['报名序号', demoPeople.map(({ candidate }) => candidate.registrationNumber)],
    ['姓名', demoPeople.map(({ candidate }) => candidate.name)],
    ['密码验证信息', demoPeople.flatMap(({ factors }) => factors.securityPhrase ?? [])],
  ])('differ in %s', (_, values) => {
    expect(new Set(values).size).toBe(values.length);
  });

  it('have total scores that are the sum of their subjects', () => {
    for (const { candidate } of demoPeople) {
      const points = Object.entries(candidate.facts)
        .filter(([field]) => field.startsWith('scores.'))
        .map(([, value]) => Number(value));
      expect(points.reduce((sum, each) => sum + each, 0)).toBe(candidate.facts.totalScore);
    }
  });

  it('have factors in the shapes the platform binds', () => {
    for (const { candidate, factors } of demoPeople) {
      expect(candidate.phone).toBe(factors.phone ?? null);
      expect(factors.phone ?? '15900000000').toMatch(/^1[3-9][0-9]{9}$/);
      expect(factors.totpSecret ?? 'A'.repeat(32)).toMatch(/^[A-Z2-7]{32}$/);
      expect(factors.securityPhrase ?? '书山').toMatch(/^\p{Script=Han}{1,15}$/u);
      expect(factors.securityPhrase).not.toBe(candidate.name);
      expect(factors.firstSecret ?? '00000-00000').toMatch(
        /^([0-9A-HJKMNP-TV-Z]{5})-([0-9A-HJKMNP-TV-Z]{5})$/,
      );
    }
  });

  it('include names that break narrow rules', () => {
    const names = demoPeople.map(({ candidate }) => candidate.name);
    expect(names).toEqual(expect.arrayContaining(['阿卜杜·热合曼', '刘䶮']));
  });
});

describe('toFacts', () => {
  it('merges columns and facts, and lets no fact change a column', () => {
    const facts = toFacts({
      kind: 'general',
      track: '5',
      sex: 'female',
      bornOn: '2003-05-22',
      countyCode: '410101',
      schoolCode: '41010101',
      ethnicity: '回',
      facts: {
        sex: 'male',
        kind: 'arts',
        minority: false,
        fileState: '录取',
        lists: ['国家专项'],
        'scores.英语': 131,
      },
    });
    expect(facts).toEqual({
      kind: 'general',
      track: '5',
      sex: 'female',
      bornOn: '2003-05-22',
      ethnicity: '回',
      minority: true,
      registrationCounty: '410101',
      school: '41010101',
      fileState: '自由可投',
      lists: ['国家专项'],
      'scores.英语': 131,
    });
  });

  it('counts only 汉 as the majority', () => {
    const [person] = demoPeople.filter(({ candidate }) => candidate.ethnicity === '汉');
    expect(person && toFacts(person.candidate).minority).toBe(false);
  });
});
