import { getDemoAccount } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/test-app';
import { compareTiming, MAX_AT_ONCE, MAX_MS, type Question } from './timing';

const LONG = process.env.LONG !== undefined;
const TRIES = Number(process.env.TRIES ?? 2_000);

const { identityNumber, phone } = getDemoAccount('xuzimo');
const known = { personName: '许子墨', documentKind: 'resident', identityNumber };
const stranger = { personName: '王无名', documentKind: 'resident', identityNumber: '110101199003070134' };

const questions: Readonly<Record<string, Question>> = {
  'the sign-in with a wrong password': {
    path: '/account/sign-in',
    picture: false,
    atOnce: 1,
    existing: { name: 'xuzimo', password: 'Wrong#2021' },
    unknown: { name: 'nobody', password: 'Wrong#2021' },
  },
  '找回用户名 by phone': {
    path: '/account/find-user-name',
    picture: true,
    atOnce: MAX_AT_ONCE,
    existing: { ...known, way: 'sms' },
    unknown: { ...stranger, way: 'sms' },
  },
  '找回密码 by phone': {
    path: '/account/find-password',
    picture: true,
    atOnce: MAX_AT_ONCE,
    existing: { ...known, account: 'xuzimo', way: 'sms' },
    unknown: { ...stranger, account: 'nobody', way: 'sms' },
  },
  '找回密码 by 微信': {
    path: '/account/find-password',
    picture: true,
    atOnce: MAX_AT_ONCE,
    existing: { ...known, account: 'xuzimo', way: 'wechat' },
    unknown: { ...stranger, account: 'nobody', way: 'wechat' },
  },
  '注册 with a phone': {
    path: '/account/register',
    picture: true,
    atOnce: 1,
    existing: { phone },
    unknown: { phone: '15912348888' },
  },
};

(LONG ? describe : describe.skip)(
  `answers of 学信网账号 to ${TRIES} + ${TRIES} tries (P21; runs with LONG=1 alone)`,
  () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startTestApp();
    });
    afterAll(() => app.close());

    it.each(Object.entries(questions))(
      'are alike for those who exist and for nobody: %s',
      async (name, question) => {
        const { existing, unknown, shapes } = await compareTiming(app, question, TRIES);
        process.stdout.write(`${name}: ${existing.toFixed(1)} ms, nobody ${unknown.toFixed(1)} ms\n`);
        expect(shapes).toHaveLength(1);
        expect(Math.abs(existing - unknown)).toBeLessThan(MAX_MS);
      },
      1_500_000,
    );
  },
);
