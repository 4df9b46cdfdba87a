import type { FactorRecord } from '../../../src/domain/identity/factor.repository';
import type { CodePurpose } from '../../../src/rules/pack/rule-pack';
import { bound, buildProof, NOW, request, type Scene } from './proof-scene';

let clock: jest.SpyInstance;
beforeAll(() => {
  clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterAll(() => clock.mockRestore());

const ago = (hours: number) => new Date(NOW - hours * 3_600_000);
const oneLetIn = (hours: number) => ({ at: ago(hours), byTwo: false });
const twoLetIn = (hours: number) => ({ at: ago(hours), byTwo: true });
const phone = (hours: number) => ({ ...bound.sms, phoneBoundAt: ago(hours) });
const wechat = (hours: number) => ({ ...bound.wechat, wechatBoundAt: ago(hours) });
const totp = (hours: number) => ({ ...bound.totp, totpBoundAt: ago(hours) });

const inADay: NonNullable<Scene['pack']> = (pack) => ({
  ...pack,
  identity: { ...pack.identity, riskHoursAfterReset: 24 },
});

/** What is asked for, and in how many hours something serves. */
async function ask(
  factors: Partial<FactorRecord>,
  purpose: CodePurpose = 'risk',
  boundBefore: Date | null = null,
) {
  const { proof } = buildProof({ factors, pack: inADay });
  const limit = boundBefore === null ? {} : { boundBefore };
  const { rung, ripeAt } = await proof.describeStep({ ...request, purpose, ...limit });
  return [rung, ripeAt === null ? null : (ripeAt.getTime() - NOW) / 3_600_000];
}

describe('what one officer let be bound', () => {
  it.each<[CodePurpose, readonly [string | null, number | null]]>([
    ['risk', [null, 22]],
    ['abandon', [null, 22]],
    ['confirm', [null, 22]],
    ['thaw', [null, 22]],
    ['reset', ['sms', null]],
    ['bind', ['sms', null]],
    ['phoneOld', ['sms', null]],
    ['phoneNew', ['sms', null]],
    ['pictureCode', ['sms', null]],
  ])('two hours ago, for %s', async (purpose, expected) => {
    expect(await ask({ ...phone(2), counterBindings: [oneLetIn(2)] }, purpose)).toEqual(expected);
  });

  it.each<[string, Partial<FactorRecord>, readonly [string | null, number | null]]>([
    ['is nothing where nothing is bound', {}, [null, null]],
    ['is nothing where two did', { ...phone(2), counterBindings: [twoLetIn(2)] }, ['sms', null]],
    ['serves after a day', { ...phone(24), counterBindings: [oneLetIn(24)] }, ['sms', null]],
    [
      'leaves what was bound before',
      { ...totp(3), ...phone(2), counterBindings: [oneLetIn(2)] },
      ['totp', null],
    ],
    [
      'takes what was bound behind it',
      { ...totp(1), ...phone(2), counterBindings: [oneLetIn(2)] },
      [null, 22],
    ],
    [
      'is waited for as long as the first of it takes',
      { ...totp(1), ...wechat(4), ...phone(2), counterBindings: [oneLetIn(5), oneLetIn(2)] },
      [null, 19],
    ],
  ])('%s', async (_what, factors, expected) => {
    expect(await ask(factors)).toEqual(expected);
  });

  it.each([
    ['both were bound before', 1, 19],
    ['one was', 3, 19],
    ['none was, and neither will serve', 4, null],
  ])('is waited for at 解冻 where it counts: %s', async (_what, before, hours) => {
    const factors = { ...wechat(4), ...phone(2), counterBindings: [oneLetIn(5), oneLetIn(2)] };
    expect(await ask(factors, 'thaw', ago(before))).toEqual([null, hours]);
  });
});

it('nothing is sent to a phone that proves nothing yet', async () => {
  const { proof, sentBy } = buildProof({
    factors: { ...phone(2), counterBindings: [oneLetIn(2)] },
    pack: inADay,
  });
  expect(await proof.sendCode(request)).toEqual({ outcome: 'notOffered' });
  expect(sentBy(/^insert into outbox_messages/)).toEqual([]);
});
