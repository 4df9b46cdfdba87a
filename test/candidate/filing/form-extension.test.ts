import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { forgetFilings, moveWindow, openForm, people, press, pressSave, signIn, sound } from './filing';

describe('延长', () => {
  let app: TestApp;
  let client: TestClient;
  let start: Date;
  let closing: Date;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    start = app.clock.read();
    const window = await app.database.knex('windows').where({ batch_code: 'early-other' }).first('closes_at');
    closing = window?.closes_at;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await forgetFilings(app);
    await moveWindow(app, 'early-other', { closesAt: closing });
    app.clock.set(start);
  });

  const goTo = (ms: number) => app.clock.set(new Date(start.getTime() + ms));
  const findExpiry = async () => (await app.database.knex('form_openings').first('expires_at'))?.expires_at;
  const extend = async () => press(client, await client.get('/batches/early-other/form'), 'extension', sound);

  it('is offered and taken in the last five minutes only, and keeps what was typed', async () => {
    const form = await openForm(client);
    goTo(25 * MINUTE - 1);
    const early = await press(client, form, 'extension', sound);
    expect(early.status).toBe(409);
    expect(early.text).toContain('倒计时最后几分钟才能延长');
    goTo(25 * MINUTE);
    expect((await client.get('/batches/early-other/form')).html).toMatch(
      /id="extension"[^>]*data-allowed="true"(?! class)/,
    );
    const page = await extend();
    expect(page.url).toBe('/batches/early-other/form');
    expect(page.text).toContain('30:00');
    expect(page.html).toContain('name="first-1-institution" value="0001"');
    expect(await findExpiry()).toEqual(new Date(start.getTime() + 55 * MINUTE));
    goTo(54 * MINUTE);
    expect((await pressSave(client, page, sound)).url).toBe('/batches/early-other');
  });

  it('comes too late at 30:00.000', async () => {
    const form = await openForm(client);
    goTo(30 * MINUTE);
    expect((await press(client, form, 'extension', sound)).status).toBe(409);
    expect(await findExpiry()).toEqual(new Date(start.getTime() + 30 * MINUTE));
  });

  it('ends with the window, and is not offered where the window ends with the form anyway', async () => {
    const form = await openForm(client);
    const soon = new Date(start.getTime() + 32 * MINUTE);
    await moveWindow(app, 'early-other', { closesAt: soon });
    goTo(26 * MINUTE);
    const extended = await press(client, form, 'extension', sound);
    expect([extended.url, extended.text.includes('06:00')]).toEqual(['/batches/early-other/form', true]);
    const full = await findExpiry();
    goTo(29 * MINUTE);
    expect((await extend()).status).toBe(409);
    expect(await findExpiry()).toEqual(full);
    // The full time is kept: a window that is lengthened meanwhile gives it back.
    await moveWindow(app, 'early-other', { closesAt: new Date(start.getTime() + 90 * MINUTE) });
    expect((await client.get('/batches/early-other/form')).text).toContain('27:00');
  });

  it('may be pressed ten times', async () => {
    await openForm(client);
    for (let round = 1; round <= 10; round += 1) {
      app.clock.advance(26 * MINUTE);
      expect([round, (await extend()).status]).toEqual([round, 200]);
    }
    app.clock.advance(26 * MINUTE);
    expect((await extend()).status).toBe(409);
    expect((await app.database.knex('form_openings').first())?.extensions_used).toBe(10);
  });

  it('counts once when it is pressed twice at the same moment', async () => {
    const form = await openForm(client);
    goTo(26 * MINUTE);
    const pages = await Promise.all([1, 2, 3, 4].map(() => press(client, form, 'extension', sound)));
    expect(pages.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect((await app.database.knex('form_openings').first())?.extensions_used).toBe(1);
    expect(await findExpiry()).toEqual(new Date(start.getTime() + 56 * MINUTE));
  });

  it('needs an open form', async () => {
    const page = await client.post('/batches/early-other/extension', { ...sound, tab: 'a', revision: '0' });
    expect(page.status).toBe(409);
    expect(await app.database.knex('form_openings')).toHaveLength(0);
  });
});
