import { bound, getFacts } from '../candidate/password-reset/facts';
import { startTestApp, type TestApp } from '../support/test-app';
import { compareTiming, MAX_AT_ONCE, MAX_MS, type Question } from './timing';

const LONG = process.env.LONG !== undefined;
const TRIES = 2_000;

const stranger = { candidateNumber: '21410199999999', identityNumber: '110101199003070134', name: '王无名' };
const known = getFacts(bound.sms);

const questions: Readonly<Record<string, Question>> = {
  'the sign-in with a wrong password': {
    path: '/sign-in',
    picture: false,
    atOnce: 1,
    existing: { candidateNumber: known.candidateNumber, password: 'Wrong#2021' },
    unknown: { candidateNumber: stranger.candidateNumber, password: 'Wrong#2021' },
  },
  'the facts of 忘记密码': {
    path: '/password-reset',
    picture: true,
    atOnce: MAX_AT_ONCE,
    existing: { ...known, name: '王有名' },
    unknown: { ...stranger },
  },
  忘记考生号: {
    path: '/forgotten-number',
    picture: true,
    atOnce: MAX_AT_ONCE,
    existing: { identityNumber: known.identityNumber, name: known.name },
    unknown: { identityNumber: stranger.identityNumber, name: stranger.name },
  },
};

(LONG ? describe : describe.skip)(
  `answers to ${TRIES} + ${TRIES} tries (P21; runs with LONG=1 alone)`,
  () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startTestApp();
    });
    afterAll(() => app.close());

    it.each(Object.entries(questions))(
      'are alike for those who exist and for nobody: %s',
      async (_name, question) => {
        const { existing, unknown, shapes } = await compareTiming(app, question, TRIES);
        expect(shapes).toHaveLength(1);
        expect(Math.abs(existing - unknown)).toBeLessThan(MAX_MS);
      },
      1_500_000,
    );
  },
);
