import {
  findLivenessFault,
  type LivenessAnswer,
  type LivenessCheck,
  type NamedPerson,
} from '../../../src/rules/account/liveness';

const now = new Date('2021-05-20T10:00:00+08:00');
const owner: NamedPerson = { documentKind: 'resident', number: '13050319670401018X', name: '秦知远' };
const check: LivenessCheck = {
  token: 'check-1',
  matchCode: '0417',
  claimed: owner,
  expiresAt: new Date(now.getTime() + 1),
};
const answer: LivenessAnswer = { token: 'check-1', passed: true, typedCode: '0417', matched: owner };

describe('what an answer of the phone app proves', () => {
  it.each<[string, Partial<LivenessAnswer>, Partial<LivenessCheck>, string | null]>([
    ['the owner with the code of the page', {}, {}, null],
    ['the number as 15 digits', { matched: { ...owner, number: '130503670401018' } }, {}, null],
    [
      'the number in full width with a small x',
      { matched: { ...owner, number: '１３０５０３１９６７０４０１０１８x' } },
      {},
      null,
    ],
    ['the name with a blank', { matched: { ...owner, name: '秦 知远' } }, {}, null],
    ['another check of the same person', { token: 'check-2' }, {}, 'otherCheck'],
    ['at the last millisecond', {}, { expiresAt: now }, 'expired'],
    ['a face that was not matched', { passed: false }, {}, 'notPassed'],
    ['passed, but nobody is named', { matched: null }, {}, 'notPassed'],
    ['another person', { matched: { ...owner, number: '410105200103044568' } }, {}, 'otherPerson'],
    ['a passport of the same digits', { matched: { ...owner, documentKind: 'passport' } }, {}, 'otherPerson'],
    ['no number at all', { matched: { ...owner, number: '' } }, {}, 'otherPerson'],
    ['a claim without a number', {}, { claimed: { ...owner, number: '' } }, 'otherPerson'],
    [
      'neither with a number',
      { matched: { ...owner, number: '' } },
      { claimed: { ...owner, number: '' } },
      'otherPerson',
    ],
    ['the number under another name', { matched: { ...owner, name: '陆明琪' } }, {}, 'otherName'],
    ['the code of another page', { typedCode: '0418' }, {}, 'wrongCode'],
    ['no code', { typedCode: '' }, {}, 'wrongCode'],
  ])('%s', (_what, answered, asked, fault) => {
    expect(findLivenessFault({ ...check, ...asked }, { ...answer, ...answered }, now)).toBe(fault);
  });
});
