import { type Factors, findRung, type Rung } from '../../../src/rules/identity/ladder';

const ACT = new Date('2021-06-26T09:59:00+08:00');
const EARLIER = new Date(ACT.getTime() - 1);
const NOTHING: Factors = { totpBoundAt: null, wechatBoundAt: null, phoneBoundAt: null, hasPhrase: false };
const ALL: Factors = { totpBoundAt: EARLIER, wechatBoundAt: EARLIER, phoneBoundAt: EARLIER, hasPhrase: true };

describe('the one rung that is asked for', () => {
  it.each<[string, Factors, boolean, Date | null, Rung | null]>([
    ['everything bound', ALL, true, null, 'totp'],
    ['no 动态密码', { ...ALL, totpBoundAt: null }, true, null, 'wechat'],
    ['a phone and the phrase', { ...ALL, totpBoundAt: null, wechatBoundAt: null }, true, null, 'sms'],
    ['the phrase alone, for 放弃', { ...NOTHING, hasPhrase: true }, true, null, 'phrase'],
    ['the phrase alone, for a risk step', { ...NOTHING, hasPhrase: true }, false, null, null],
    ['nothing', NOTHING, true, null, null],
    ['a phone bound right before a disputed act', { ...NOTHING, phoneBoundAt: EARLIER }, false, ACT, 'sms'],
    ['a phone bound in its very instant', { ...NOTHING, phoneBoundAt: ACT }, false, ACT, null],
    ['动态密码 bound too late, WeChat in time', { ...ALL, totpBoundAt: ACT }, false, ACT, 'wechat'],
    [
      'a phone bound too late switches the phrase off',
      { ...NOTHING, phoneBoundAt: ACT, hasPhrase: true },
      true,
      ACT,
      null,
    ],
    [
      'WeChat bound too late switches the phrase off',
      { ...NOTHING, wechatBoundAt: ACT, hasPhrase: true },
      true,
      ACT,
      null,
    ],
    [
      '动态密码 bound too late switches the phrase off',
      { ...NOTHING, totpBoundAt: ACT, hasPhrase: true },
      true,
      ACT,
      null,
    ],
    ['the phrase for a disputed act', { ...NOTHING, hasPhrase: true }, true, ACT, 'phrase'],
  ])('%s', (_what, factors, phraseServes, boundBefore, rung) => {
    expect(findRung(factors, { phraseServes, boundBefore })).toBe(rung);
  });
});
