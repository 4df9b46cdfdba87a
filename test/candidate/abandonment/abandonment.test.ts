import { totpContext } from '../../../src/domain/identity/factor.repository';
import { sealPhone } from '../../../src/domain/phones/phone.repository';
import { computeTotp, createTotpSecret, totpCounter } from '../../../src/infrastructure/security/totp';
import { findDemoSecret } from '../../support/dynamic-password';
import {
  bound,
  forgetLimits,
  letCodesAge,
  letCodesExpire,
  listActs,
  listMailKinds,
} from '../../support/security-steps';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { file, idOf, moveWindow, openForm, pressSave, signIn, sound } from '../filing/filing';
import { addressOf, askForCode, giveUp, listGivenUp, showCode, WORDS, wrongOf } from './giving-up';

const BATCH = 'early-other';

describe('放弃', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());

  async function fileFor(candidateNumber: string): Promise<TestClient> {
    const client = await signIn(app, candidateNumber);
    await file(client, BATCH, sound);
    return client;
  }
  const expectKept = async (candidateNumber: string) =>
    expect(await listGivenUp(app, candidateNumber)).toEqual([]);

  describe('by each rung of the ladder', () => {
    it('动态密码: no code can be asked for, and the answer counts', async () => {
      const client = await fileFor(bound.totp);
      const page = await client.get(addressOf(BATCH));
      expect(page.text).toContain('您绑定了【动态密码】，可直接输入动态密码继续操作。');
      expect(page.text).not.toContain('获取验证码');
      expect((await client.post(`${addressOf(BATCH)}/code`, {})).status).toBe(429);
      expect((await giveUp(client, BATCH, { answer: '12345678' })).status).toBe(422);
      const done = await giveUp(client, BATCH, { answer: await showCode(app, bound.totp) });
      expect(done.url).toBe(`/batches/${BATCH}`);
      expect(await listGivenUp(app, bound.totp)).toEqual(['G1']);
    });

    it('a code by SMS', async () => {
      const client = await fileFor(bound.phone);
      const code = await askForCode(app, client, bound.phone, BATCH);
      const sent = await getSentCode(app, await idOf(app, bound.phone), 'abandon');
      expect(sent.destination).toBe('15900000845');
      expect(sent.text).toContain('用于放弃志愿，5分钟内有效。任何人索要都不要告诉，包括老师。');
      expect((await client.get(addressOf(BATCH))).text).toContain(`序列号 ${sent.serialNumber}`);
      await giveUp(client, BATCH, { answer: code });
      expect(await listGivenUp(app, bound.phone)).toEqual(['G1']);
      expect(await listMailKinds(app, bound.phone)).toEqual(['choiceListSaved', 'abandoned']);
      const told = (await listSentTexts(app, await idOf(app, bound.phone))).at(-1);
      expect([told?.kind, told?.destination]).toEqual(['abandoned', '15900000845']);
      expect(told?.text).toMatch(/^【河南省招生办公室】您于.*放弃了本组7类志愿，不能再填报/);
    });

    it('a code by WeChat to whoever follows the account', async () => {
      const client = await fileFor(bound.wechat);
      const code = await askForCode(app, client, bound.wechat, BATCH);
      const sent = await getSentCode(app, await idOf(app, bound.wechat), 'abandon');
      expect(sent.destination).toBe('demo-wechat-21410101119001');
      await giveUp(client, BATCH, { answer: code });
      expect(await listGivenUp(app, bound.wechat)).toEqual(['G1']);
    });

    it('the phrase together with the password', async () => {
      const client = await fileFor(bound.otherPhrase);
      const page = await client.get(addressOf(BATCH));
      expect(page.text).toContain('登录密码：');
      const phrase = '宝剑锋从磨砺出';
      const withoutPassword = await giveUp(client, BATCH, { answer: phrase, password: '' });
      expect([withoutPassword.status, withoutPassword.text.includes('密码错误')]).toEqual([422, true]);
      const wrong = await giveUp(client, BATCH, { answer: '书山有路勤为径', password: demoPassword });
      expect([wrong.status, wrong.text.includes('密码验证信息错误')]).toEqual([422, true]);
      await expectKept(bound.otherPhrase);
      await giveUp(client, BATCH, { answer: ` ${phrase} `, password: demoPassword });
      expect(await listGivenUp(app, bound.otherPhrase)).toEqual(['G1']);
    });

    it('the phrase three times in a day, then at the counter only', async () => {
      const client = await fileFor(bound.otherPhrase);
      for (let tried = 0; tried < 3; tried += 1) {
        await giveUp(client, BATCH, { answer: '学海无涯苦作舟', password: demoPassword });
      }
      const right = await giveUp(client, BATCH, { answer: '宝剑锋从磨砺出', password: demoPassword });
      expect([right.status, right.text.includes('输入错误次数过多')]).toEqual([422, true]);
      await expectKept(bound.otherPhrase);
    });

    it('nobody who has bound nothing, and they are sent to the county office', async () => {
      const client = await fileFor(bound.nothing);
      const page = await client.get(addressOf(BATCH));
      expect(page.text).toContain('请本人持身份证到报名所在地招生考试机构办理');
      expect(page.html).not.toContain('name="answer"');
      expect((await giveUp(client, BATCH, { answer: '', password: demoPassword })).status).toBe(422);
      await expectKept(bound.nothing);
    });
  });

  it('is asked for on 浏览, is final, and every page says so', async () => {
    const client = await fileFor(bound.phone);
    const before = await client.get(`/batches/${BATCH}`);
    expect(before.html).toContain(`href="${addressOf(BATCH)}"`);
    expect(before.text).toContain('放弃已填报志愿');
    expect(before.html).toContain(`/batches/${BATCH}/print`);
    await giveUp(client, BATCH, { answer: await askForCode(app, client, bound.phone, BATCH) });

    const after = await client.get(`/batches/${BATCH}`);
    expect(after.text).toContain('已放弃，不能再填报。');
    expect(after.text).toContain('[0001]北京体育大学');
    expect(after.html).not.toContain(addressOf(BATCH));
    expect(after.html).not.toContain(`/batches/${BATCH}/print`);
    expect((await client.get(`/batches/${BATCH}/print`)).status).toBe(404);
    expect((await client.get('/')).text).toContain('已放弃，不能再填报');
    expect((await client.get(addressOf(BATCH))).status).toBe(409);
    expect((await giveUp(client, BATCH, { answer: '123456' })).status).toBe(409);
    expect(await listActs(app, bound.phone)).toEqual(['saveChoiceList', 'abandonGroup']);
  });

  it.each(['', '放弃', '放弃志愿！', '放 弃 志 愿', '確認放棄', 'abandon'])(
    'asks for the words to be typed: not %j',
    async (confirmation) => {
      const client = await fileFor(bound.phone);
      const code = await askForCode(app, client, bound.phone, BATCH);
      const page = await giveUp(client, BATCH, { confirmation, answer: code });
      expect([page.status, page.text.includes('请输入“放弃志愿”四个字！')]).toEqual([422, true]);
      await expectKept(bound.phone);
      // The code was not used up.
      expect((await giveUp(client, BATCH, { confirmation: ` ${WORDS} `, answer: code })).status).toBe(200);
      expect(await listGivenUp(app, bound.phone)).toEqual(['G1']);
    },
  );

  it('refuses when a list was saved since the page was shown', async () => {
    const client = await fileFor(bound.phone);
    const code = await askForCode(app, client, bound.phone, BATCH);
    for (const versionId of ['', '0', '999999', '-1', '1e9', 'x']) {
      expect((await giveUp(client, BATCH, { versionId, answer: code })).status).toBe(409);
    }
    await expectKept(bound.phone);
  });

  it('refuses what is not saved, frozen, or closed at this very instant', async () => {
    const client = await fileFor(bound.phone);
    expect((await client.get(addressOf('early-military'))).status).toBe(404);
    expect((await client.get(addressOf('no-such-batch'))).status).toBe(404);
    const code = await askForCode(app, client, bound.phone, BATCH);
    const closesAt = new Date(app.clock.read().getTime() + 60_000);
    await moveWindow(app, BATCH, { closesAt });
    app.clock.set(closesAt);
    expect((await client.get(`/batches/${BATCH}`)).html).not.toContain(addressOf(BATCH));
    expect((await giveUp(client, BATCH, { answer: code })).status).toBe(409);
    app.clock.set(new Date(closesAt.getTime() + 1));
    expect((await giveUp(client, BATCH, { answer: code })).status).toBe(409);
    await expectKept(bound.phone);

    app.clock.set(new Date(closesAt.getTime() - 1));
    const page = await client.get(addressOf(BATCH));
    const id = await idOf(app, bound.phone);
    const { knex } = app.database;
    await knex('candidates').where({ id }).update({ frozen_at: new Date(), disputed_at: new Date() });
    const fields = { ...page.hidden(addressOf(BATCH)), confirmation: WORDS, answer: code };
    expect((await client.post(addressOf(BATCH), fields)).status).toBe(409);
    await expectKept(bound.phone);
    await knex('candidates').where({ id }).update({ frozen_at: null, disputed_at: null });
    // One millisecond before closing it counts.
    expect((await client.post(addressOf(BATCH), fields)).status).toBe(200);
    expect(await listGivenUp(app, bound.phone)).toEqual(['G1']);
  });

  it('a window that was closed a moment ago is read again: memory does not count', async () => {
    const client = await fileFor(bound.phone);
    const code = await askForCode(app, client, bound.phone, BATCH);
    await moveWindow(app, BATCH, { closesAt: app.clock.read() }, { refresh: false });
    await giveUp(client, BATCH, { answer: code });
    await expectKept(bound.phone);
  });

  describe('a code', () => {
    it('serves once: of 32 replays at once one succeeds', async () => {
      const client = await fileFor(bound.phone);
      const code = await askForCode(app, client, bound.phone, BATCH);
      const hidden = (await client.get(addressOf(BATCH))).hidden(addressOf(BATCH));
      const fields = { ...hidden, confirmation: WORDS, answer: code };
      const pages = await Promise.all(
        Array.from({ length: 32 }, () => client.post(addressOf(BATCH), fields, { follow: false })),
      );
      expect(pages.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(pages.filter(({ status }) => status >= 500)).toEqual([]);
      expect((await listActs(app, bound.phone)).filter((act) => act === 'abandonGroup')).toHaveLength(1);
      expect((await listMailKinds(app, bound.phone)).filter((kind) => kind === 'abandoned')).toHaveLength(1);
    });

    const origin = { address: '127.0.0.1', device: 'd' };
    it('of another purpose, session or candidate serves for nothing', async () => {
      const client = await fileFor(bound.phone);
      const id = await idOf(app, bound.phone);
      const { session_id: journey } = await app.database
        .knex('credentials')
        .where({ candidate_id: id })
        .first('session_id');
      for (const purpose of ['reset', 'risk', 'bind', 'thaw', 'phoneOld', 'pictureCode'] as const) {
        await forgetLimits(app);
        await app.services.proof.sendCode({ candidateId: id, purpose, journey, origin });
        const { code } = await getSentCode(app, id, purpose);
        expect([purpose, (await giveUp(client, BATCH, { answer: code })).status]).toEqual([purpose, 422]);
      }
      await forgetLimits(app);
      await app.services.proof.sendCode({
        candidateId: id,
        purpose: 'abandon',
        journey: 'another session',
        origin,
      });
      const elsewhere = await getSentCode(app, id, 'abandon');
      expect((await giveUp(client, BATCH, { answer: elsewhere.code })).status).toBe(422);
      const neighbour = await fileFor(bound.otherPhone);
      const theirs = await askForCode(app, neighbour, bound.otherPhone, BATCH);
      expect((await giveUp(client, BATCH, { answer: theirs })).status).toBe(422);
      await expectKept(bound.phone);
    });

    it('is tried three times, lives five minutes, and a newer one ends it', async () => {
      const client = await fileFor(bound.phone);
      const code = await askForCode(app, client, bound.phone, BATCH);
      for (const left of ['还可以输入2次', '还可以输入1次', '还可以输入0次']) {
        expect((await giveUp(client, BATCH, { answer: wrongOf(code) })).text).toContain(left);
      }
      const spent = await giveUp(client, BATCH, { answer: code });
      expect([spent.status, spent.text.includes('验证码已失效')]).toEqual([422, true]);

      await forgetLimits(app);
      const late = await askForCode(app, client, bound.phone, BATCH);
      const { rows } = await app.database.knex.raw(
        `select extract(epoch from expires_at - created_at)::int as life from message_codes
          order by id desc limit 1`,
      );
      expect(rows).toEqual([{ life: 300 }]);
      await letCodesExpire(app);
      expect((await giveUp(client, BATCH, { answer: late })).text).toContain('验证码已失效');

      await forgetLimits(app);
      const older = await askForCode(app, client, bound.phone, BATCH);
      await letCodesAge(app, 180);
      const newer = await askForCode(app, client, bound.phone, BATCH);
      if (older !== newer) expect((await giveUp(client, BATCH, { answer: older })).status).toBe(422);
      await expectKept(bound.phone);
      await giveUp(client, BATCH, { answer: newer });
      expect(await listGivenUp(app, bound.phone)).toEqual(['G1']);
    });

    it('comes again only after the countdown, and at most ten times an hour', async () => {
      const client = await fileFor(bound.phone);
      await askForCode(app, client, bound.phone, BATCH);
      const page = await client.get(addressOf(BATCH));
      expect(page.text).toMatch(/1[12]\d秒后可以重新获取/);
      const again = await client.post(`${addressOf(BATCH)}/code`, { confirmation: '放弃' });
      expect([again.status, again.text.includes('验证码刚刚发送过')]).toEqual([429, true]);
      // Nothing typed is lost by pressing 获取验证码.
      expect(again.html).toContain('value="放弃"');
      const statuses: number[] = [];
      for (let asked = 1; asked < 12; asked += 1) {
        await letCodesAge(app, 180);
        statuses.push((await client.post(`${addressOf(BATCH)}/code`, {})).status);
      }
      expect(statuses).toEqual([...Array.from({ length: 9 }, () => 200), 429, 429]);
      const sent = await listSentTexts(app, await idOf(app, bound.phone));
      expect(sent.filter(({ kind }) => kind === 'code.abandon')).toHaveLength(10);
    });

    it('is kept as a hash alone', async () => {
      const client = await fileFor(bound.phone);
      const code = await askForCode(app, client, bound.phone, BATCH);
      const rows = await app.database.knex('message_codes');
      expect(JSON.stringify(rows)).not.toContain(`"${code}"`);
      expect(rows[0].code_hash).toHaveLength(32);
    });
  });

  it('takes 动态密码 of one step around now, and none beyond', async () => {
    const client = await fileFor(bound.totp);
    const secret = findDemoSecret(bound.totp) ?? '';
    const { knex } = app.database;
    const id = await idOf(app, bound.totp);
    await knex('credentials').where({ candidate_id: id }).update({ totp_last_counter: null });
    // Three steps, so that the half minute that may end meanwhile makes no difference.
    for (const step of [-3, 3]) {
      const answer = computeTotp(secret, totpCounter(Date.now()) + step);
      expect((await giveUp(client, BATCH, { answer })).status).toBe(422);
    }
    await expectKept(bound.totp);
    const counter = totpCounter(Date.now());
    await knex('credentials')
      .where({ candidate_id: id })
      .update({ totp_last_counter: counter + 1 });
    for (const step of [-1, 0, 1]) {
      const answer = computeTotp(secret, counter + step);
      expect((await giveUp(client, BATCH, { answer })).status).toBe(422);
    }
    await expectKept(bound.totp);
  });

  it('a higher factor switches the lower ones off', async () => {
    const { knex } = app.database;
    const client = await fileFor(bound.phone);
    const code = await askForCode(app, client, bound.phone, BATCH);
    const { cipher } = app.services;
    const id = await idOf(app, bound.phone);
    await knex('credentials')
      .where({ candidate_id: id })
      .update({
        totp_secret_cipher: cipher.encrypt(createTotpSecret(), totpContext(id)),
        totp_bound_at: new Date(),
      });
    expect((await giveUp(client, BATCH, { answer: code })).status).toBe(422);

    const phrased = await fileFor(bound.otherPhrase);
    await knex('candidates')
      .where({ candidate_number: bound.otherPhrase })
      .update({
        phone_cipher: sealPhone(cipher, '13900000077', bound.otherPhrase).cipher,
        phone_index: Buffer.from('other'),
        phone_bound_at: new Date(),
      });
    const refused = await giveUp(phrased, BATCH, { answer: '宝剑锋从磨砺出', password: demoPassword });
    expect(refused.status).toBe(422);
    await expectKept(bound.phone);
    await expectKept(bound.otherPhrase);
  });

  it('refuses a save that was prepared before', async () => {
    const client = await fileFor(bound.phone);
    app.clock.advance(61 * 60_000);
    const form = await openForm(client);
    await giveUp(client, BATCH, { answer: await askForCode(app, client, bound.phone, BATCH) });
    const page = await pressSave(client, form, sound);
    expect([page.status, page.text.includes('已放弃')]).toEqual([409, true]);
    expect(await app.database.knex('application_versions')).toHaveLength(1);
  });

  it('is not done by a GET, by another candidate, or without a token', async () => {
    const client = await fileFor(bound.phone);
    const code = await askForCode(app, client, bound.phone, BATCH);
    const { versionId = '' } = (await client.get(addressOf(BATCH))).hidden(addressOf(BATCH));
    const query = new URLSearchParams({ versionId, confirmation: WORDS, answer: code });
    await client.get(`${addressOf(BATCH)}?${query}`);
    const fields = { versionId, confirmation: WORDS, answer: code };
    expect((await client.post(addressOf(BATCH), fields, { csrf: null })).status).toBe(403);
    const other = await signIn(app, bound.otherPhone);
    await other.get('/');
    expect((await other.post(addressOf(BATCH), fields)).status).toBe(404);
    const nobody = createTestClient(app.url);
    await nobody.get('/sign-in');
    expect((await nobody.post(addressOf(BATCH), fields)).url).toBe('/sign-in');
    await expectKept(bound.phone);
  });
});
