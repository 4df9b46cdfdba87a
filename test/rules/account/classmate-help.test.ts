import {
  type ClassmateSettings,
  countHelpers,
  type HelpFacts,
  isRequestOpen,
  listHelpFaults,
} from '../../../src/rules/account/classmate-help';

const DAY = 24 * 3600 * 1000;
const now = new Date('2021-05-20T10:00:00+08:00');
const ago = (ms: number) => new Date(now.getTime() - ms);
const settings: ClassmateSettings = {
  needed: 2,
  helpsPerYear: 3,
  accountDays: 30,
  requestsPerDay: 5,
  requestDays: 7,
};

const sound: HelpFacts = {
  request: { createdAt: ago(DAY), expiresAt: ago(-6 * DAY), withdrawn: false },
  claimant: { unproved: true, statusAt: ago(2 * DAY) },
  contested: false,
  helper: { active: true, personId: 2, provedAt: ago(30 * DAY), helps: 2 },
  personId: 1,
  sharesClass: true,
  answer: 'open',
};
const { request, claimant, helper } = sound;

describe('who may help a classmate', () => {
  it.each<[string, Partial<HelpFacts>, readonly string[]]>([
    ['a classmate proved 30 days ago, with two helps this year', {}, []],
    ['a request that expires in a millisecond', { request: { ...request, expiresAt: ago(-1) } }, []],
    ['a request that expires now', { request: { ...request, expiresAt: now } }, ['ended']],
    ['a request that was withdrawn', { request: { ...request, withdrawn: true } }, ['ended']],
    ['an account that is proved', { claimant: { ...claimant, unproved: false } }, ['ended']],
    ['a request of the claim before', { claimant: { ...claimant, statusAt: ago(DAY - 1) } }, ['ended']],
    ['a request of the very instant of the claim', { claimant: { ...claimant, statusAt: ago(DAY) } }, []],
    ['a number that is contested', { contested: true }, ['ended']],
    ['one who has helped already', { answer: 'helped' }, ['answered']],
    ['one who has refused', { answer: 'refused' }, ['answered']],
    ['an account that was suspended', { helper: { ...helper, active: false } }, ['helperStopped']],
    ['whoever holds the number, in the same class', { helper: { ...helper, personId: 1 } }, ['ownNumber']],
    ["nobody's classmate", { sharesClass: false }, ['notClassmate']],
    [
      'one proved 30 days ago but for a millisecond',
      { helper: { ...helper, provedAt: ago(30 * DAY - 1) } },
      ['newAccount'],
    ],
    ['one that was never proved', { helper: { ...helper, provedAt: null } }, ['newAccount']],
    ['the fourth help of a year', { helper: { ...helper, helps: 3 } }, ['tooManyHelps']],
    [
      'everything at once, the weightiest first',
      {
        contested: true,
        answer: 'helped',
        sharesClass: false,
        helper: { active: false, personId: 1, provedAt: null, helps: 9 },
      },
      ['ended', 'answered', 'helperStopped', 'ownNumber', 'notClassmate', 'newAccount', 'tooManyHelps'],
    ],
  ])('%s', (_what, change, faults) => {
    expect(listHelpFaults({ ...sound, ...change }, settings, now)).toEqual(faults);
  });

  it('keeps the settings: fewer helps, older accounts', () => {
    expect(listHelpFaults(sound, { ...settings, helpsPerYear: 2 }, now)).toEqual(['tooManyHelps']);
    expect(listHelpFaults(sound, { ...settings, accountDays: 31 }, now)).toEqual(['newAccount']);
  });

  it('knows an open request', () => {
    expect(isRequestOpen(sound, now)).toBe(true);
    expect(isRequestOpen({ ...sound, request: { ...request, withdrawn: true } }, now)).toBe(false);
  });

  it.each([
    [
      'two people',
      [
        [2, true],
        [3, true],
      ],
      2,
    ],
    [
      'one person by two requests',
      [
        [2, true],
        [2, true],
      ],
      1,
    ],
    [
      'one whose help counts no more',
      [
        [2, true],
        [3, false],
      ],
      1,
    ],
    [
      'a person from a stopped and a new account',
      [
        [2, false],
        [2, true],
      ],
      1,
    ],
    ['nobody', [], 0],
  ] as [string, [number, boolean][], number][])('counts %s', (_what, helps, count) => {
    expect(countHelpers(helps.map(([helperPersonId, counts]) => ({ helperPersonId, counts })))).toBe(count);
  });
});
