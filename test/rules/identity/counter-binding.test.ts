import { findRipeAt } from '../../../src/rules/identity/counter-binding';
import { findRung } from '../../../src/rules/identity/ladder';

const at = (time: string) => new Date(`2026-06-26T${time}:00+08:00`);
const tomorrow = (time: string) => new Date(at(time).getTime() + 24 * 3_600_000);

describe('what one officer let be bound', () => {
  const one = { at: at('10:00'), byTwo: false };
  const two = { at: at('13:00'), byTwo: true };
  const ripe = (boundAt: Date, bindings: readonly { at: Date; byTwo: boolean }[], now: Date) =>
    findRipeAt(boundAt, { bindings, hours: 24, now: now.getTime() });

  it.each([
    ['a phone of one officer', at('10:00'), [one], at('12:00'), tomorrow('10:00')],
    [
      'the last moment before it is ripe',
      at('10:00'),
      [one],
      new Date(tomorrow('10:00').getTime() - 1),
      tomorrow('10:00'),
    ],
    ['the moment in which it is', at('10:00'), [one], tomorrow('10:00'), null],
    ['a phone that a second one approved', at('10:00'), [{ ...one, byTwo: true }], at('12:00'), null],
    ['动态密码 behind it', at('11:00'), [one], at('12:00'), tomorrow('10:00')],
    ['动态密码 of before', at('09:00'), [one], at('12:00'), null],
    ['a phone of two behind one of one', at('13:00'), [one, two], at('14:00'), null],
    ['what was bound between them', at('11:00'), [one, two], at('14:00'), tomorrow('10:00')],
    [
      'a phone of one behind one of two',
      at('15:00'),
      [two, { at: at('15:00'), byTwo: false }],
      at('16:00'),
      tomorrow('15:00'),
    ],
    ['what nobody bound at the counter', at('11:00'), [], at('12:00'), null],
  ])('%s', (_what, boundAt, bindings, now, expected) => {
    expect(ripe(boundAt, bindings, now)).toEqual(expected);
  });

  it('is no rung, and what is ripe beside it is', () => {
    const factors = {
      totpBoundAt: null,
      wechatBoundAt: at('09:00'),
      phoneBoundAt: at('10:00'),
      hasPhrase: true,
    };
    const isUnripe = (boundAt: Date) => ripe(boundAt, [one], at('12:00')) !== null;
    const asked = { phraseServes: true, boundBefore: null, isUnripe };
    expect(findRung(factors, asked)).toBe('wechat');
    expect(findRung({ ...factors, wechatBoundAt: null }, asked)).toBeNull();
    expect(findRung({ ...factors, wechatBoundAt: null }, { ...asked, isUnripe: () => false })).toBe('sms');
  });
});
