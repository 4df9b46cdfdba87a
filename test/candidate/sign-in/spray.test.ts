import { demoPeople } from '../../../seeds/demo/people';
import { useDevice } from '../../support/device';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { people } from '../filing/filing';

const WRONG = 'Wrong#2021xx';

describe('many accounts at one computer', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.knex('throttles').delete();
    await app.database.knex('trusted_devices').delete();
  });

  /** 考生号 that nobody has; they fail like any other. */
  const strangers = Array.from({ length: 20 }, (_, index) => `214101999900${String(index).padStart(2, '0')}`);
  const listAlarms = () => app.database.knex('audit_entries').where({ action: 'alarmManyAccounts' });

  async function openComputer(): Promise<TestClient> {
    const client = createTestClient(app.url);
    await client.get('/sign-in');
    return client;
  }
  const attempt = async (client: TestClient, candidateNumber: string, password: string) =>
    (await client.post('/sign-in', { candidateNumber, password }, { follow: false })).status;

  it('are stopped after five that failed in an hour; other computers are not', async () => {
    const computer = await openComputer();
    for (const number of strangers.slice(0, 5)) expect(await attempt(computer, number, WRONG)).toBe(401);
    expect(await attempt(computer, strangers[5] ?? '', WRONG)).toBe(429);
    expect(await attempt(computer, people.pilot, demoPassword)).toBe(429);
    // Whoever failed may correct a slip; nobody new may begin.
    expect(await attempt(computer, strangers[0] ?? '', WRONG)).toBe(401);
    expect(await attempt(await openComputer(), people.pilot, demoPassword)).toBe(303);
    // What was not tried is not counted against the account.
    const charged = await app.database
      .knex('throttles')
      .whereLike('key', `signIn-%${strangers[5]}%`)
      .andWhere('points', '>', 0);
    expect(charged).toEqual([]);
  });

  it('are stopped exactly, at the same moment too', async () => {
    const computer = await openComputer();
    const statuses = await Promise.all(
      strangers.slice(0, 12).map((number) => attempt(computer, number, WRONG)),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  });

  it('of which one is one’s own give no more tries', async () => {
    const computer = await openComputer();
    const device = computer.cookies.get('zhiyuan.device') ?? '';
    const statuses: number[] = [];
    for (const number of strangers.slice(0, 8)) {
      statuses.push(await attempt(computer, number, WRONG));
      const other = createTestClient(app.url);
      other.cookies.set('zhiyuan.device', device);
      await other.signIn(people.pilot);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  });

  it('of 40 pupils one after another are all let in, slips included, and an alarm is raised once', async () => {
    const device = useDevice(app, createTestClient(app.url), 'device-of-a-class-room');
    const numbers = demoPeople
      .filter(({ factors }) => factors.totpSecret === undefined && factors.firstSecret === undefined)
      .map(({ candidate }) => candidate.candidateNumber);
    const copies = await insertPupils(numbers[0] ?? '', 40 - numbers.length);
    const before = (await listAlarms()).length;
    const statuses: number[] = [];
    for (const [index, number] of [...numbers, ...copies].entries()) {
      const pupil = createTestClient(app.url);
      useDevice(app, pupil, 'device-of-a-class-room');
      await pupil.get('/sign-in');
      if (index % 3 === 0) expect(await attempt(pupil, number, WRONG)).toBe(401);
      statuses.push(await attempt(pupil, number, demoPassword));
      await pupil.post('/sign-out', {});
    }
    expect(statuses).toEqual(Array.from({ length: 40 }, () => 303));
    const alarms = (await listAlarms()).slice(before);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ subject_kind: 'device', subject_id: device, detail: { accounts: 15 } });
  }, 120_000);

  it('cannot lock the owner out of a browser of their own', async () => {
    const own = await openComputer();
    await own.signIn(people.pilot);
    await own.post('/sign-out', {});
    for (let round = 1; round <= 6; round += 1) await attempt(await openComputer(), people.pilot, WRONG);
    expect(await attempt(await openComputer(), people.pilot, demoPassword)).toBe(429);
    await own.get('/sign-in');
    expect(await attempt(own, people.pilot, demoPassword)).toBe(303);
    // The owner's own slips there are counted there alone.
    const again = createTestClient(app.url);
    again.cookies.set('zhiyuan.device', own.cookies.get('zhiyuan.device') ?? '');
    await again.get('/sign-in');
    const statuses: number[] = [];
    for (let round = 1; round <= 6; round += 1) statuses.push(await attempt(again, people.pilot, WRONG));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('reach the hash of one account a hundred times a day at most, right passwords of the owner notwithstanding', async () => {
    const now = Date.now();
    let at = now;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => at);
    const hours = process.env.LONG === '1' ? 24 : 4;
    let hashed = 0;
    try {
      // Every five minutes a try of an enemy in a new browser, every hour the owner in a new one.
      for (let minute = 0; minute < hours * 60; minute += 5) {
        at = now + minute * 60_000;
        if (await isHashed(people.minority)) hashed += 1;
        if (minute % 60 === 30) await createTestClient(app.url).signIn(people.minority);
      }
    } finally {
      clock.mockRestore();
    }
    expect(hashed).toBeGreaterThan(hours * 3);
    expect(hashed).toBeLessThanOrEqual(4 + hours * 4);
  }, 120_000);

  /** Whether a wrong try of a new browser came as far as the password's hash. */
  async function isHashed(account: string): Promise<boolean> {
    const { status } = await createTestClient(app.url).signIn(account, WRONG);
    return status === 401;
  }

  /** More pupils with the same password. */
  async function insertPupils(model: string, count: number): Promise<string[]> {
    const { knex } = app.database;
    const { id, ...row } = await knex('candidates').where({ candidate_number: model }).first();
    const { candidate_id: _model, ...credential } = await knex('credentials')
      .where({ candidate_id: id })
      .first();
    const numbers = Array.from(
      { length: count },
      (_, index) => `214101015580${String(index).padStart(2, '0')}`,
    );
    for (const [index, number] of numbers.entries()) {
      const pupil = {
        ...row,
        candidate_number: number,
        identity_number_index: Buffer.from(`pupil ${index}`),
        phone_cipher: null,
        phone_index: null,
        facts: JSON.stringify(row.facts),
      };
      const [inserted] = await knex('candidates').insert(pupil).returning('id');
      await knex('credentials').insert({
        ...credential,
        candidate_id: inserted?.id,
        session_id: null,
        wechat_open_id_cipher: null,
        wechat_open_id_index: null,
      });
    }
    return numbers;
  }
});
