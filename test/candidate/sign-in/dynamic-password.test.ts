import { computeTotp, totpCounter } from '../../../src/infrastructure/security/totp';
import { findDemoSecret, refreshDynamicPassword } from '../../support/dynamic-password';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { people } from '../filing/filing';

const owner = people.rural;
const STEP = '/sign-in/dynamic-password';

describe('动态密码 at the sign-in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  const show = () => refreshDynamicPassword(app, owner);
  async function passPassword(): Promise<TestClient> {
    const client = createTestClient(app.url);
    const page = await client.signIn(owner);
    expect(page.url).toBe(STEP);
    return client;
  }
  const listOutcomes = async () =>
    (await app.database.knex('sign_ins').orderBy('id').pluck('outcome')) as string[];

  it('is asked for once the password is right, and opens what the password alone does not', async () => {
    const client = await passPassword();
    expect((await client.get(STEP)).text).toContain('请输入8位动态密码！');
    for (const path of ['/', '/versions', '/mails/personal'])
      expect([path, (await (await passPassword()).get(path)).url]).toEqual([path, '/sign-in']);
    expect((await client.post(STEP, { totp: await show() })).url).toBe('/');
    expect((await listOutcomes()).slice(-1)).toEqual(['signedIn']);
    expect(await listOutcomes()).toContain('totpNeeded');
  });

  it('forgives blanks and full width', async () => {
    const client = await passPassword();
    const shown = await show();
    const typed = ` ${shown.slice(0, 4)} ${shown.slice(4).replace(/\d/g, toFullWidth)}`;
    expect((await client.post(STEP, { totp: typed })).url).toBe('/');
  });

  it.each(['', '1234567', '123456789', 'abcdefgh', "1' or '1"])('refuses %p', async (totp) => {
    const page = await (await passPassword()).post(STEP, { totp });
    expect([page.status, page.text.includes('请输入8位动态密码')]).toEqual([422, true]);
  });

  it('is not asked for by the name of another, or before a password', async () => {
    const visitor = createTestClient(app.url);
    await visitor.get('/sign-in');
    expect((await visitor.get(STEP)).url).toBe('/sign-in');
    expect((await visitor.post(STEP, { totp: await show() })).url).toBe('/sign-in');
  });

  it('serves once: not again here, in another browser, or for an older step', async () => {
    const first = await passPassword();
    const second = await passPassword();
    const totp = await show();
    expect((await first.post(STEP, { totp })).url).toBe('/');
    const replayed = await second.post(STEP, { totp });
    expect([replayed.status, replayed.text.includes('动态密码错误')]).toEqual([401, true]);
    const secret = findDemoSecret(owner) ?? '';
    for (const distance of [-2, -1, 2]) {
      const other = computeTotp(secret, totpCounter(Date.now()) + distance);
      expect([distance, (await second.post(STEP, { totp: other })).status]).toEqual([distance, 401]);
    }
  });

  it('waits five minutes, and not for a password that was changed meanwhile', async () => {
    const client = await passPassword();
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 5 * 60_000 + 1000);
    const late = await client.get(STEP);
    clock.mockRestore();
    expect(late.url).toBe('/sign-in');

    const other = await passPassword();
    const { knex } = app.database;
    const id = (await knex('candidates').where({ candidate_number: owner }).first('id')).id;
    const { password_hash: hash } = await knex('credentials')
      .where({ candidate_id: id })
      .first('password_hash');
    await knex('credentials')
      .where({ candidate_id: id })
      .update({ password_hash: `${hash.slice(0, -1)}x` });
    expect((await other.post(STEP, { totp: await show() })).url).toBe('/sign-in');
    await knex('credentials').where({ candidate_id: id }).update({ password_hash: hash });
    expect((await other.get('/')).url).toBe('/sign-in');
  });

  it('is guessed ten times in a quarter of an hour', async () => {
    const client = await passPassword();
    const statuses: number[] = [];
    for (let round = 0; round < 11; round += 1)
      statuses.push((await client.post(STEP, { totp: `0000000${round % 10}` })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect((await client.post(STEP, { totp: await show() })).status).toBe(429);
  });

  describe('beside the password, where an enemy has used up the tries', () => {
    async function throttle(candidateNumber: string): Promise<TestPage> {
      for (let round = 1; round <= 5; round += 1)
        await createTestClient(app.url).signIn(candidateNumber, 'Wrong#2021xx');
      const page = await createTestClient(app.url).signIn(candidateNumber, demoPassword);
      expect(page.status).toBe(429);
      return page;
    }
    async function tryBoth(candidateNumber: string, password: string, totp: string): Promise<TestPage> {
      const client = createTestClient(app.url);
      await client.get('/sign-in');
      return client.post('/sign-in', { candidateNumber, password, totp });
    }

    it('lets the owner in, and nobody with one of the two', async () => {
      const page = await throttle(owner);
      expect(page.html).toContain('name="totp"');
      expect((await tryBoth(owner, demoPassword, '00000000')).status).toBe(401);
      expect((await tryBoth(owner, 'Wrong#2021xx', await show())).status).toBe(401);
      expect((await tryBoth(owner, demoPassword, await show())).url).toBe('/');
      expect((await createTestClient(app.url).signIn(owner, demoPassword)).status).toBe(429);
    });

    it('is offered to everybody in the same words', async () => {
      const answers: string[] = [];
      for (const candidateNumber of [owner, people.pilot, '21410199999999']) {
        const pages = [
          await throttle(candidateNumber),
          await tryBoth(candidateNumber, demoPassword, '00000000'),
        ];
        answers.push(
          pages
            .map(({ status, html }) => `${status} ${html}`)
            .join('')
            .replaceAll(candidateNumber, 'number')
            .replace(/\d\d月\d\d日 \d\d:\d\d/g, 'minute')
            .replace(/name="_csrf" value="[^"]+"/g, 'token'),
        );
      }
      expect(answers[1]).toBe(answers[0]);
      expect(answers[2]).toBe(answers[0]);
    });

    it('is tried five times from one browser, which uses up nothing of another', async () => {
      await throttle(owner);
      const enemy = createTestClient(app.url);
      await enemy.get('/sign-in');
      const statuses: number[] = [];
      for (let round = 1; round <= 6; round += 1) {
        const fields = { candidateNumber: owner, password: demoPassword, totp: '00000000' };
        statuses.push((await enemy.post('/sign-in', fields)).status);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      expect((await tryBoth(owner, demoPassword, await show())).url).toBe('/');
    });
  });
});

function toFullWidth(digit: string): string {
  return String.fromCharCode(digit.charCodeAt(0) + 0xfee0);
}
