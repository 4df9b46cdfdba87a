import { remindOfDrafts } from '../../../src/domain/reminders/reminders';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { forgetFilings, idOf, openForm, people, pressSave, signIn, sound } from './filing';

const HOUR = 60 * MINUTE;
const BATCH = 'early-other';

describe('a window with daily hours', () => {
  let app: TestApp;
  let client: TestClient;
  /** Midnight of its first day. */
  let midnight: number;
  const time = (day: number, hour: number, ms = 0) => new Date(midnight + (day * 24 + hour) * HOUR + ms);
  const days = [0, 1, 2];

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    const day = 24 * HOUR;
    midnight = Math.floor((app.clock.read().getTime() + 8 * HOUR) / day) * day - 8 * HOUR;
    await app.database
      .knex('windows')
      .where({ batch_code: BATCH })
      .update({
        opens_at: time(0, 9),
        closes_at: time(2, 18),
        sessions: JSON.stringify(days.map((one) => ({ opensAt: time(one, 9), closesAt: time(one, 18) }))),
      });
    await app.services.reference.refresh();
    await app.services.reference.refresh();
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const countVersions = async () => (await app.database.knex('application_versions')).length;
  const said = (at: Date) => {
    const [, month, day] = new Date(at.getTime() + 8 * HOUR).toISOString().slice(0, 10).split('-');
    return `${month}月${day}日 09:00`;
  };

  it.each([
    ['before the first', 0, 9, -1, false],
    ['at its first instant', 0, 9, 0, true],
    ['at its last', 0, 18, -1, true],
    ['at 18:00:00.000', 0, 18, 0, false],
    ['before the second', 1, 9, -1, false],
    ['of the second', 1, 9, 0, true],
    ['at the end of the whole', 2, 18, -1, true],
    ['behind it', 2, 18, 0, false],
  ])('takes a save exactly within them: %s', async (_name, day, hour, ms, taken) => {
    const now = time(day, hour, ms);
    app.clock.set(now);
    await app.database.knex('form_openings').insert({
      candidate_id: await idOf(app, people.pilot),
      batch_code: BATCH,
      opened_at: new Date(now.getTime() - MINUTE),
      expires_at: new Date(now.getTime() + HOUR),
    });
    const formToken = app.services.tokens.issue(await idOf(app, people.pilot), BATCH);
    const page = await client.post(`/batches/${BATCH}/versions`, { ...sound, formToken });
    expect([page.status, await countVersions()]).toEqual(taken ? [200, 1] : [409, 0]);
    expect((await client.get(`/batches/${BATCH}/notice`)).status).toBe(409);
  });

  it('says when it goes on, keeps what was typed, and goes on there', async () => {
    app.clock.set(time(0, 18, -10 * MINUTE));
    const form = await openForm(client);
    expect(form.text).toContain('10:00');
    app.clock.set(time(0, 18));
    const refused = await pressSave(client, form, sound);
    expect(refused.text).toContain(`今日填报时间已结束，请于${said(time(1, 9))}后继续`);
    const expired = await client.get(`/batches/${BATCH}/expired`);
    expect(expired.text).toContain(`请于${said(time(1, 9))}后继续`);
    const home = await client.get('/');
    expect(home.text).toContain(`有未保存的草稿，今日填报时间已结束，请于${said(time(1, 9))}后继续`);
    expect(home.text).toContain('（每天9:00-18:00）');
    expect((await client.get('/draft-sheets')).html).toContain(`/draft-sheets/${BATCH}`);
    app.clock.set(time(1, 3));
    expect((await client.get('/')).text).toContain('今日填报时间还没有开始');
    app.clock.set(time(1, 9));
    const again = await openForm(client);
    expect(again.html).toContain('name="first-1-major-1" value="16"');
    expect((await pressSave(client, again, sound)).url).toBe(`/batches/${BATCH}`);
    app.clock.set(time(1, 20));
    expect((await client.get('/')).text).toContain('已填报，今日填报时间已结束');
    expect((await client.get(`/batches/${BATCH}`)).text).not.toContain('href="/abandonment"');
  });

  it('reminds of a draft once there are hours to save it in', async () => {
    await app.database.knex('application_drafts').insert({
      candidate_id: await idOf(app, people.pilot),
      batch_code: BATCH,
      tab: 'tab',
      fields: '{}',
      updated_at: time(0, 10),
    });
    const counts: number[] = [];
    for (const now of [time(1, 18), time(2, 9, -1), time(2, 9), time(2, 15), time(2, 16)]) {
      app.clock.set(now);
      counts.push(await remindOfDrafts(app.services));
    }
    expect(counts).toEqual([0, 0, 1, 0, 1]);
  });
});
