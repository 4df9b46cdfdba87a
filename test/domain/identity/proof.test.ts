import { createPhraseCheck, normalisePhrase } from '../../../src/domain/identity/phrase-check';
import { isRisky } from '../../../src/domain/identity/risk';
import { openText } from '../../../src/domain/messages/sealed-message';
import { computeTotp, totpCounter } from '../../../src/infrastructure/security/totp';
import type { CodePurpose } from '../../../src/rules/pack/rule-pack';
import { loadPack } from '../../rules/filing/filing';
import { bound, buildProof, cipher, hashOf, keyed, NOW, request, type Scene, SECRET } from './proof-scene';

let clock: jest.SpyInstance;
beforeAll(() => {
  clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterAll(() => clock.mockRestore());

const everything = { ...bound.totp, ...bound.wechat, ...bound.sms, ...bound.phrase };
const until = new Date(NOW + 120_000);
/** Sent 30 seconds ago. */
const code = {
  id: 3,
  serialNumber: '12345678',
  createdAt: new Date(NOW - 30_000),
  expiresAt: new Date(NOW + 1),
  triesLeft: 1,
};

/** How much each counter holds that was charged. */
const pointsOf = (sentBy: ReturnType<typeof buildProof>['sentBy']) =>
  Object.fromEntries(
    sentBy(/^insert into throttles/).flatMap(([keys, , , points]) =>
      (keys as string[]).map((key, at) => [key, (points as number[])[at]]),
    ),
  );

describe('what a step asks for', () => {
  it.each([
    ['everything bound', everything, 'totp'],
    ['WeChat, a phone and the phrase', { ...bound.wechat, ...bound.sms, ...bound.phrase }, 'wechat'],
    ['a phone and the phrase', { ...bound.sms, ...bound.phrase }, 'sms'],
    ['nothing', {}, null],
  ] as const)('with %s', async (_what, factors, rung) => {
    const { proof } = buildProof({ factors });
    const maskedPhone = 'phoneCipher' in factors ? '159****845' : '';
    expect(await proof.describeStep(request)).toEqual({ rung, maskedPhone, code: null, ripeAt: null });
  });

  const withoutReset: NonNullable<Scene['pack']> = (pack) => ({
    ...pack,
    identity: { ...pack.identity, phraseResets: false },
  });
  it.each<[CodePurpose, boolean, string | null]>([
    ['reset', true, 'phrase'],
    ['reset', false, null],
    ['abandon', true, 'phrase'],
    ['abandon', false, 'phrase'],
    ['confirm', true, 'phrase'],
    ['confirm', false, 'phrase'],
    ['risk', true, null],
    ['thaw', true, null],
    ['bind', true, null],
    ['phoneOld', true, null],
    ['phoneNew', true, null],
    ['pictureCode', true, null],
  ])('the phrase alone, for %s where the year lets it reset: %p', async (purpose, resets, rung) => {
    const scene: Scene = { factors: bound.phrase, ...(resets ? {} : { pack: withoutReset }) };
    expect((await buildProof(scene).proof.describeStep({ ...request, purpose })).rung).toBe(rung);
  });

  it('for 解冻 only what was bound before the act', async () => {
    const { proof } = buildProof({ factors: bound.sms });
    const at = (boundBefore: Date) => proof.describeStep({ ...request, purpose: 'thaw', boundBefore });
    expect((await at(new Date(NOW))).rung).toBe('sms');
    expect((await at(new Date(0))).rung).toBeNull();
  });

  it.each([
    ['serves', {}, true],
    ['has no try left', { triesLeft: 0 }, false],
    ['has run out', { expiresAt: new Date(NOW) }, false],
  ] as const)('a code under way that %s', async (_what, changes, serves) => {
    const { proof } = buildProof({ factors: bound.sms, code: { ...code, ...changes } });
    expect((await proof.describeStep(request)).code).toEqual(
      serves
        ? { serialNumber: '12345678', expiresAt: code.expiresAt, resendAt: new Date(NOW + 90_000) }
        : null,
    );
  });
});

describe('获取验证码', () => {
  it.each([
    ['动态密码', everything],
    ['the phrase', bound.phrase],
    ['nothing', {}],
    ['a phone without its number', { phoneBoundAt: bound.sms.phoneBoundAt }],
    ['a phone without its index', { ...bound.sms, phoneIndex: null }],
    ['WeChat without its id', { wechatBoundAt: bound.wechat.wechatBoundAt }],
    ['WeChat without its index', { ...bound.wechat, wechatIndex: null }],
  ])('is not offered with %s', async (_what, factors) => {
    const { proof, charged } = buildProof({ factors });
    expect(await proof.sendCode({ ...request, purpose: 'abandon' })).toEqual({ outcome: 'notOffered' });
    expect(charged()).toEqual([]);
  });

  it.each([
    ['wechat', { ...bound.wechat, ...bound.sms }, bound.wechat.wechatCipher, bound.wechat.wechatIndex],
    ['sms', bound.sms, bound.sms.phoneCipher, bound.sms.phoneIndex],
  ] as const)('sends six digits by %s, kept as a hash alone', async (channel, factors, to, index) => {
    const { proof, sentBy, charged } = buildProof({ factors });
    expect(await proof.sendCode(request)).toEqual({ outcome: 'sent' });
    const [message] = sentBy(/^insert into outbox_messages/);
    const text = openText(cipher, message?.[5] as Buffer, { candidateId: 7, accountId: null });
    const [, digits = '', serial = ''] = /^验证码(\d{6})（序列号(\d{8})）.*5分钟/.exec(text) ?? [];
    expect(message).toEqual([7, null, 'code.risk', channel, to, expect.any(Buffer), true, 300]);
    const [row] = sentBy(/^insert into "message_codes"/);
    expect(row).toEqual(
      expect.arrayContaining([
        7,
        'risk',
        keyed('journey|sid'),
        serial,
        channel,
        index,
        hashOf(digits),
        3,
        300,
      ]),
    );
    expect(charged()).toEqual(
      expect.arrayContaining([
        'askCode-subject:candidate 7',
        `askCode-target:candidate ${index.toString('base64url')}`,
      ]),
    );
  });

  it('has six digits whichever number was drawn', async () => {
    const { proof, sentBy } = buildProof({ factors: bound.sms });
    for (let at = 0; at < 200; at += 1) await proof.sendCode(request);
    for (const message of sentBy(/^insert into outbox_messages/)) {
      const text = openText(cipher, message[5] as Buffer, { candidateId: 7, accountId: null });
      expect(text).toMatch(/^验证码\d{6}（序列号\d{8}）/);
    }
  });

  it('goes to a destination that is given, whatever is bound', async () => {
    const { proof, sentBy } = buildProof({ factors: everything });
    const given = { channel: 'sms', cipher: Buffer.from('new'), index: Buffer.from('new index') } as const;
    expect(await proof.sendCode({ ...request, purpose: 'phoneNew' }, given)).toEqual({ outcome: 'sent' });
    expect(sentBy(/^insert into outbox_messages/)[0]?.slice(3, 5)).toEqual(['sms', given.cipher]);
  });

  it.each<[CodePurpose, string]>([
    ['reset', 'visitor'],
    ['pictureCode', 'visitor'],
    ['risk', 'candidate'],
    ['abandon', 'candidate'],
  ])('for %s spends what a %s may ask for', async (purpose, asker) => {
    const { proof, charged } = buildProof({ factors: bound.sms });
    await proof.sendCode({ ...request, purpose });
    expect(charged()).toContain(`askCode-subject:${asker} 7`);
  });

  it.each([
    ['30 seconds after the last', code, new Date(NOW + 90_000)],
    ['a moment too soon', { ...code, createdAt: new Date(NOW - 119_999) }, new Date(NOW + 1)],
    ['120 seconds after the last', { ...code, createdAt: new Date(NOW - 120_000) }, null],
    ['at once where the last has no try left', { ...code, triesLeft: 0 }, null],
  ] as const)('again %s', async (_what, newest, resendAt) => {
    const { proof, charged } = buildProof({ factors: bound.sms, code: newest });
    expect(await proof.sendCode(request)).toEqual(
      resendAt === null ? { outcome: 'sent' } : { outcome: 'tooSoon', until: resendAt },
    );
    expect(charged().length > 0).toBe(resendAt === null);
  });

  it('stops where too many were asked for, and sends nothing', async () => {
    const { proof, sentBy } = buildProof({ factors: bound.sms, full: true });
    expect(await proof.sendCode(request)).toEqual({ outcome: 'tooMany', until });
    expect(sentBy(/^insert into outbox_messages/)).toEqual([]);
  });

  it('may be asked for as often an hour as the year says', async () => {
    const { proof, sentBy } = buildProof({
      factors: bound.sms,
      pack: (pack) => ({ ...pack, identity: { ...pack.identity, codesPerHour: 7 } }),
    });
    await proof.sendCode(request);
    expect(pointsOf(sentBy)).toMatchObject({
      'askCode-subject:candidate 7': 7,
      [`askCode-target:candidate ${bound.sms.phoneIndex.toString('base64url')}`]: 7,
    });
  });
});

describe('an answer by code', () => {
  const right: Scene = { factors: bound.sms, tried: { code: '012345', triesLeft: 2 } };

  it.each(['012345', ' 012345 ', '０１２３４５'])('that is right proves, once: %p', async (typed) => {
    for (const [used, result] of [
      [1, { outcome: 'proved', rung: 'sms', destinationIndex: Buffer.from('to') }],
      [0, { outcome: 'noCode' }],
    ] as const) {
      const { proof, forgiven, charged } = buildProof({ ...right, used });
      expect(await proof.prove(request, typed)).toEqual(result);
      expect(forgiven()).toBe(used === 1);
      expect(charged()).toContain('code-subject:7');
    }
  });

  it('by WeChat proves by WeChat; one to a new phone by SMS, whatever else is bound', async () => {
    const byWechat = buildProof({ ...right, factors: { ...bound.wechat, ...bound.sms } });
    expect(await byWechat.proof.prove(request, '012345')).toMatchObject({
      outcome: 'proved',
      rung: 'wechat',
    });
    const toNewPhone = buildProof({ ...right, factors: everything });
    expect(await toNewPhone.proof.proveCode(request, ' ０12345')).toMatchObject({
      outcome: 'proved',
      rung: 'sms',
    });
  });

  it('that is wrong costs a try, and nothing is given back', async () => {
    const { proof, forgiven, sentBy } = buildProof(right);
    expect(await proof.prove(request, '012346')).toEqual({ outcome: 'wrong', triesLeft: 2 });
    expect(forgiven()).toBe(false);
    expect(sentBy(/"used_at" =/)).toEqual([]);
  });

  it.each([
    ['another candidate', { candidateId: 8 }],
    ['another purpose', { purpose: 'thaw' }],
    ['another journey', { journey: 'other' }],
  ] as const)('of %s is wrong', async (_what, changes) => {
    const scene = buildProof(right);
    scene.asked.at = { ...request, ...changes };
    expect((await scene.proof.prove(request, '012345')).outcome).toBe('wrong');
  });

  it('where none serves is none; after too many tries nobody looks', async () => {
    const none = buildProof({ factors: bound.sms });
    expect(await none.proof.prove(request, '012345')).toEqual({ outcome: 'noCode' });
    const full = buildProof({ ...right, full: true });
    expect(await full.proof.prove(request, '012345')).toEqual({ outcome: 'throttled', until });
    expect(full.sentBy(/^update "message_codes"/)).toEqual([]);
  });

  it('at a browser that is known counts by itself', async () => {
    const { proof, charged } = buildProof({ ...right, trusted: true });
    await proof.prove(request, '012345');
    expect(charged()).toEqual(['code-own:7|this device']);
  });
});

describe('an answer by 动态密码', () => {
  const totp = computeTotp(SECRET, totpCounter(NOW));
  const wrong = totp === '00000000' ? '00000001' : '00000000';

  it.each([
    ['right', totp, 1, { outcome: 'proved', rung: 'totp', destinationIndex: null }],
    [
      'right, with blanks and in full width',
      ` ${totp.replace(/\d/g, (digit) => String.fromCharCode(0xfee0 + digit.charCodeAt(0)))}`,
      1,
      { outcome: 'proved', rung: 'totp', destinationIndex: null },
    ],
    ['right and used already', totp, 0, { outcome: 'wrong', triesLeft: null }],
    ['wrong', wrong, 1, { outcome: 'wrong', triesLeft: null }],
  ] as const)('that is %s', async (_what, typed, used, result) => {
    const { proof, forgiven, charged } = buildProof({ factors: bound.totp, used });
    expect(await proof.prove(request, typed)).toEqual(result);
    expect(forgiven()).toBe(result.outcome === 'proved');
    expect(charged()).toContain('totp-subject:7');
    // The sign-in asks for it alone, whatever else is bound.
    const alone = buildProof({ factors: everything, used });
    expect(await alone.proof.proveTotp(request, typed)).toEqual(result);
  });

  it('uses the counter of the code that was typed', async () => {
    const { proof, sentBy } = buildProof({ factors: bound.totp });
    await proof.prove(request, computeTotp(SECRET, totpCounter(NOW) - 1));
    expect(sentBy(/"totp_last_counter" = /)[0]?.[0]).toBe(totpCounter(NOW) - 1);
  });

  it('is not offered where none is bound, and not looked at after too many tries', async () => {
    expect(await buildProof().proof.proveTotp(request, totp)).toEqual({ outcome: 'notOffered' });
    const full = buildProof({ factors: bound.totp, full: true });
    expect(await full.proof.prove(request, totp)).toEqual({ outcome: 'throttled', until });
    expect(full.sentBy(/totp_last_counter/)).toEqual([]);
  });

  it.each([
    [undefined, false, false],
    [undefined, true, true],
    [true, false, true],
    [false, true, false],
  ])(
    'at a browser told to be known %p, in the table %p, counts as the owner’s: %p',
    async (told, trusted, own) => {
      const { proof, charged } = buildProof({ factors: bound.totp, trusted });
      await proof.proveTotp(request, totp, told);
      expect(charged().includes('totp-own:7|this device')).toBe(own);
      expect(charged().includes('totp-subject:7')).toBe(!own);
    },
  );
});

describe('an answer by the phrase', () => {
  it('goes to the check of phrases, as it was typed but for its width and blanks', async () => {
    const { proof, checkPhrase } = buildProof({ factors: bound.phrase });
    expect(await proof.prove({ ...request, purpose: 'abandon' }, ' 我的狗 ')).toEqual({ outcome: 'noCode' });
    expect(checkPhrase.mock.calls).toEqual([
      [expect.objectContaining({ phraseHash: 'phrase hash' }), '我的狗', request.origin],
    ]);
  });

  it('is not offered where it does not serve', async () => {
    const { proof, checkPhrase } = buildProof({ factors: bound.phrase });
    expect(await proof.prove(request, '我的狗')).toEqual({ outcome: 'notOffered' });
    expect(checkPhrase).not.toHaveBeenCalled();
  });

  const pack = loadPack('henan-2021');
  const ask = async (scene: Scene, matches: boolean) => {
    const built = buildProof(scene);
    const compare = jest.fn(async () => matches);
    const check = createPhraseCheck(
      built.db,
      () => ({ ...pack, identity: { ...pack.identity, phraseTriesPerDay: 4 } }),
      compare,
    );
    const result = await check({ candidateId: 7, phraseHash: 'hash' }, ' e\u0301 ', request.origin);
    return { ...built, result, compare };
  };

  it('that is right proves, and gives every try back', async () => {
    const { result, compare, sentBy, charged } = await ask({}, true);
    expect(result).toEqual({ outcome: 'proved', rung: 'phrase', destinationIndex: null });
    expect(compare.mock.calls).toEqual([[expect.anything(), 'é', 'hash']]);
    expect(charged()).toContain('phrase-subject:7');
    // What was charged elsewhere, too.
    expect(sentBy(/^with locked/).flatMap(([keys]) => keys as string[])).toContain('phrase-subject:7');
    expect(pointsOf(sentBy)).toMatchObject({ 'phrase-subject:7': 4 });
  });

  it('that is wrong gives nothing back', async () => {
    const { result, forgiven } = await ask({}, false);
    expect([result, forgiven()]).toEqual([{ outcome: 'wrong', triesLeft: null }, false]);
  });

  it('is not looked at after too many tries', async () => {
    const { result, compare } = await ask({ full: true }, true);
    expect(result).toEqual({ outcome: 'throttled', until });
    expect(compare).not.toHaveBeenCalled();
  });

  it('at a browser that is known counts by itself', async () => {
    const { charged, sentBy } = await ask({ trusted: true }, false);
    expect(charged()).toEqual(['phrase-own:7|this device']);
    expect(pointsOf(sentBy)).toEqual({ 'phrase-own:7|this device': 4 });
  });

  it('is compared composed and without outer blanks', () => {
    expect(normalisePhrase(' e\u0301 a ')).toBe('é a');
  });
});

describe('whether a modification is proved first', () => {
  const HOUR = 3_600_000;
  it.each<[string, Scene, boolean]>([
    ['nothing bound, at a new browser', {}, false],
    ['the phrase alone, at a new browser', { factors: bound.phrase }, false],
    ['a phone, at a new browser', { factors: bound.sms }, true],
    ['动态密码, at a new browser', { factors: bound.totp }, true],
    ['a phone, at a browser that is known', { factors: bound.sms, trusted: true }, false],
    [
      'a phone, at a browser that is known, within 24 hours of a reset',
      { factors: { ...bound.sms, resetAt: new Date(NOW - 24 * HOUR + 1) }, trusted: true },
      true,
    ],
    [
      'a phone, at a browser that is known, 24 hours after a reset',
      { factors: { ...bound.sms, resetAt: new Date(NOW - 24 * HOUR) }, trusted: true },
      false,
    ],
    [
      'a phone, at a new browser, long after a reset',
      { factors: { ...bound.sms, resetAt: new Date(0) } },
      true,
    ],
    ['nothing bound, right after a reset', { factors: { resetAt: new Date(NOW) } }, false],
  ])('with %s', async (_what, scene, risky) => {
    const { db, sentBy } = buildProof(scene);
    expect(await isRisky(db, 7, 'this device', 24)).toBe(risky);
    for (const values of sentBy(/trusted_devices/)) expect(values.slice(0, 2)).toEqual([7, 'this device']);
  });
});
