import { isAnswerSigned, signAnswer } from '../../src/account/app-proof/liveness-signature';
import { isWechatQuery, signWechatQuery } from '../../src/domain/messages/wechat-signature';
import { createFormTokens } from '../../src/infrastructure/security/form-token';
import { createKeyRing } from '../../src/infrastructure/security/key-ring';
import { openForm, people } from '../candidate/filing/filing';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient } from '../support/test-client';

/** Letters that need more bytes than UTF-16 counts, and what else no token holds. */
const strange = ['志', 'é'.repeat(32), '𠮷', '\u0000', ' ', '%', '.', '..', '\ud800'];

describe('a one-time form token', () => {
  const tokens = createFormTokens(createKeyRing(['secret of the test']), 'demo');
  const token = tokens.issue(7, 'batch');

  it('serves as it was issued, and in no other shape: else it would be used once in each', () => {
    expect(() => tokens.verify(token, 7, 'batch')).not.toThrow();
    const shapes = [
      `${token}.`,
      `${token}.x`,
      `${token}.x.y`,
      ` ${token}`,
      `${token}\n`,
      `.${token}`,
      `${token}=`,
    ];
    for (const shape of [...shapes, token.slice(0, -1), '', ...strange])
      expect(() => tokens.verify(shape, 7, 'batch')).toThrow(expect.objectContaining({ status: 422 }));
    expect(() => tokens.verify(token, 8, 'batch')).toThrow(expect.objectContaining({ status: 403 }));
  });

  it('of any letters is refused, never a fault', () => {
    const [nonce = '', owner = '', mac = ''] = token.split('.');
    for (const letters of strange) {
      const filled = letters.repeat(32).slice(0, 32);
      for (const forged of [
        `${nonce}.${owner}.${filled}`,
        `${nonce}.${filled}.${mac}`,
        `${filled}.${owner}.${mac}`,
      ])
        expect(() => tokens.verify(forged, 7, 'batch')).toThrow(expect.objectContaining({ status: 422 }));
    }
  });
});

describe('signatures of others', () => {
  it('of any letters are refused, never a fault', () => {
    const now = 1_700_000_000_000;
    const signed = signWechatQuery('token', '1700000000', 'n');
    const query = { timestamp: '1700000000', nonce: 'n' };
    expect(isWechatQuery('token', { ...query, signature: signed }, now)).toBe(true);
    expect(isAnswerSigned('secret', 'n', 'body', signAnswer('secret', 'n', 'body'))).toBe(true);
    for (const letters of strange) {
      const signature = letters.repeat(signed.length).slice(0, signed.length);
      expect(isWechatQuery('token', { ...query, signature }, now)).toBe(false);
      expect(isAnswerSigned('secret', 'n', 'body', signature)).toBe(false);
    }
  });
});

describe('tokens and cookies that a browser sends', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const names = ['zhiyuan.device', 'zhiyuan.csrf', 'zhiyuan.office.csrf', 'zhiyuan.account.csrf'];
  const sessions = ['zhiyuan.sid', 'zhiyuan.office.sid', 'zhiyuan.account.sid'];

  it('are refused with 4xx whatever letters they have', async () => {
    for (const path of ['/sign-in', '/office/sign-in', '/account/sign-in']) {
      for (const letters of [
        '志愿',
        'é'.repeat(64),
        `${'a'.repeat(64)}.志`,
        's:志.愿',
        '|',
        'j:{"a":1}',
        '%E5%BF',
      ]) {
        const client = createTestClient(app.url);
        await client.get(path);
        expect((await client.post(path, {}, { csrf: letters })).status).toBe(403);
        for (const name of [...names, ...sessions]) {
          const visitor = createTestClient(app.url);
          visitor.cookies.set(name, encodeURIComponent(letters));
          expect([name, (await visitor.get(path)).status]).toEqual([name, 200]);
          expect((await visitor.post(path, {}, { csrf: letters })).status).toBe(403);
        }
      }
    }
  });

  it('refuse a save and an act of an account with a token that has a fourth part', async () => {
    const client = createTestClient(app.url);
    await client.signIn(people.pilot);
    const form = await openForm(client);
    const { formToken = '' } = form.hidden('/batches/early-other/check');
    expect(formToken).not.toBe('');
    for (const typed of [`${formToken}.again`, '志愿', 'é'.repeat(90)]) {
      const page = await client.post('/batches/early-other/versions', { formToken: typed });
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.status).toBeLessThan(500);
    }
  });
});
