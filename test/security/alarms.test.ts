import { createHash } from 'node:crypto';
import bcrypt from 'bcrypt';
import { createSprayAlarms } from '../../src/domain/credentials/spray-alarms';
import { createLogger } from '../../src/infrastructure/logger';
import { startMetrics } from '../../src/operations/metrics';
import { people } from '../candidate/filing/filing';
import { signInOfficer } from '../support/officers';
import { answerPicture } from '../support/picture-code';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, demoPassword } from '../support/test-client';

const WRONG = 'Wrong#2021xx';
/** What an alarm remembers for seconds is over before each test. */
const wallClock = Date.now.bind(Date);
let shift = 0;
const nobody = (at: number) => `2141019${String(1_000_000 + at)}`;

describe('a spray of passwords', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  beforeEach(async () => {
    jest
      .spyOn(bcrypt, 'compare')
      .mockImplementation(async (typed: string | Buffer) => typed === demoPassword);
    shift += 20_000;
    jest.spyOn(Date, 'now').mockImplementation(() => wallClock() + shift);
    for (const table of ['throttles', 'alarms', 'trusted_devices']) await app.database.knex(table).delete();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.close());

  const tryAt = (at: number, password: string, address: string) =>
    app.services.signIn.checkPassword({
      candidateNumber: nobody(at),
      password,
      totp: '',
      pictured: false,
      origin: { address, device: `cookieless-${at}-${password}` },
      userAgent: 'spray',
    });

  const listKinds = async (): Promise<string[]> =>
    (await app.services.alarms.list()).filter(({ inForce }) => inForce).map(({ kind }) => kind);

  it('of one password over 650 numbers without cookies is told, and turns the picture code on', async () => {
    const outcomes: string[] = [];
    for (let at = 0; at < 650; at += 1) outcomes.push((await tryAt(at, WRONG, '198.51.100.7')).outcome);
    expect(await listKinds()).toContain('samePassword');
    expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeLessThanOrEqual(26);
    const audited = await app.database.knex('audit_entries').where({ action: 'alarm.samePassword' });
    expect(audited).toHaveLength(1);
    // Of the password nothing is kept that tells it.
    const keys: string[] = await app.database.knex('throttles').pluck('key');
    expect(keys.filter((key) => key.startsWith('alarm-password:')).join()).toMatch(
      /^alarm-password:[0-9a-f]{5}$/,
    );
  });

  it('of 200 numbers from 200 addresses with 200 passwords is told too', async () => {
    for (let at = 0; at < 200; at += 1) await tryAt(at, `${WRONG}${at}`, `198.51.${at}.7`);
    expect(await listKinds()).toEqual(['everywhere']);
  });

  it('is no alarm where many more sign in: an opening, in which many slip', async () => {
    const { knex } = app.database;
    const signedIn = jest.fn(async () => 1000);
    const settings = { samePassword: 1000, fromOneNetwork: 1000, everywhere: 150, calmMinutes: 30 };
    const parts = {
      db: knex,
      log: createLogger('silent'),
      settings,
      keyed: (text: string) => createHash('sha256').update(text).digest(),
    };
    const alarms = createSprayAlarms({ ...parts, countSignedIn: signedIn });
    for (let at = 0; at < 200; at += 1) {
      const origin = { address: `198.51.${at}.7`, device: `d${at}` };
      await alarms.recordFailure({ subject: nobody(at), password: `${at}`, origin });
    }
    expect(await listKinds()).toEqual([]);
    expect(signedIn).toHaveBeenCalledTimes(1);
  });

  it('asks strangers for a picture or a question until it calms, and known browsers for nothing', async () => {
    const known = createTestClient(app.url);
    await known.signIn(people.pilot);
    await known.post('/sign-out', {});
    for (let at = 0; at < 30; at += 1) await tryAt(at, WRONG, `203.0.113.${at}`);
    expect(await app.services.alarms.isOn()).toBe(true);
    await known.get('/sign-in');
    const typed = { candidateNumber: people.pilot, password: demoPassword };
    expect((await known.post('/sign-in', typed)).url).toBe('/');

    const stranger = createTestClient(app.url);
    const page = await stranger.get('/sign-in');
    expect(page.html).toContain('name="picture"');
    const minority = { candidateNumber: people.minority, password: demoPassword };
    const asked = await stranger.post('/sign-in', minority);
    expect([asked.status, asked.text.includes('请重新输入密码，并输入验证码')]).toEqual([422, true]);
    expect(asked.html).toContain(`value="${people.minority}"`);
    const wrong = await stranger.post('/sign-in', { ...minority, ...asked.hidden('/sign-in'), code: 'ZZZZ' });
    expect([wrong.status, wrong.text.includes('验证码错误')]).toEqual([422, true]);
    const question = await stranger.post('/sign-in/picture', { ...minority, kind: 'question' });
    expect(question.text).toContain('等于多少');
    const done = await stranger.post('/sign-in', { ...minority, ...(await answerPicture(app, question)) });
    expect(done.url).toBe('/');

    const account = await createTestClient(app.url).get('/account/sign-in');
    expect(account.html).toContain('name="picture"');

    await app.database.knex('alarms').update({ seen_at: new Date(Date.now() - 45 * 60_000) });
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3000);
    expect(await app.services.alarms.isOn()).toBe(false);
    const calm = createTestClient(app.url);
    expect((await calm.get('/sign-in')).html).not.toContain('name="picture"');
  });

  it('stands on the page of the province and in the metrics, and not on a county’s', async () => {
    for (let at = 0; at < 30; at += 1) await tryAt(at, WRONG, `203.0.113.${at}`);
    jest.restoreAllMocks();
    const metrics = await startMetrics({ ...app.services, log: createLogger('silent'), backups: null }, 0);
    try {
      const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
      expect(text).toContain('zhiyuan_alarm_active{kind="samePassword"} 1');
      expect(text).toMatch(/zhiyuan_tries_total\{purpose="signIn",outcome="admitted"\} \d+/);
      expect(text).not.toMatch(/"[^"}\n]*\d{14}/);
      expect((await fetch(`http://127.0.0.1:${metrics.port}/`)).status).toBe(404);
    } finally {
      await metrics.stop();
    }
    const province = await signInOfficer(app, 'province-1');
    expect((await province.get('/office')).text).toContain('同一个错误密码在许多账号上尝试登录');
    const county = await signInOfficer(app, 'county-1');
    expect((await county.get('/office')).text).not.toContain('登录告警');
  });
});
